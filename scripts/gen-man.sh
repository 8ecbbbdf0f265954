#!/bin/sh
# Writes the man pages in docs/man, with the tables of the program as they are now. They are checked in, since who builds for another
# machine cannot run what writes them.
#
#     gen-man.sh [BUILD]     a build directory with tests (build-test)
set -eu
cd "$(dirname "$0")/.."
build=${1:-build-test}
if [ ! -e "$build/build.ninja" ]; then
	cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug >/dev/null
fi
cmake --build "$build" --target man_pages >/dev/null
rm -f docs/man/*.1
"$build/src/tests/man_pages" docs/man
