#!/bin/sh
# Builds and installs below a directory: scripts/install.sh [/usr/local]
set -eu
prefix=${1:-/usr/local}
case $prefix in
-*)
	echo 'usage: scripts/install.sh [DIRECTORY] (none: /usr/local)' >&2
	exit 2
	;;
esac
mkdir -p "$prefix"
prefix=$(cd "$prefix" && pwd)
cd "$(dirname "$0")/.."
scripts/build.sh
cmake --install build --prefix "$prefix"
