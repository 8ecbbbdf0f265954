#!/bin/sh
# Builds and installs below a directory: scripts/install.sh [/usr/local]
# kubectl finds the program as "kubectl conf-render" by the link kubectl-conf_render.
set -eu
prefix=${1:-/usr/local}
mkdir -p "$prefix"
prefix=$(cd "$prefix" && pwd)
cd "$(dirname "$0")/.."
scripts/build.sh
cmake --install build --prefix "$prefix"
ln -sf conf-render "$prefix/bin/kubectl-conf_render"
mkdir -p "$prefix/share/man/man1"
install -m 644 docs/conf-render.1 "$prefix/share/man/man1/conf-render.1"
