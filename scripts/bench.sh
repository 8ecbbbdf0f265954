#!/bin/sh
# Measures the program: builds it (Release, static) and its helpers, makes the workloads, prints a table.
# Where kubectl is present, "kubectl kustomize" is measured in the same run. Arguments go to bench.py: see scripts/bench.py --help.
set -eu
cd "$(dirname "$0")/.."
. scripts/packages.sh
need python3
scripts/build.sh
mkdir -p build/bench
for helper in spawn empty; do
	gcc -O2 -static -o "build/bench/$helper" "scripts/bench/$helper.c"
done
# shellcheck disable=SC2046 # words are wanted
gcc -O2 -o build/bench/parse scripts/bench/parse.c $([ "$(static_libraries)" = OFF ] || echo -static) $(pkg-config --cflags --libs yaml-0.1)
exec python3 scripts/bench.py --program build/conf-render --helpers build/bench "$@"
