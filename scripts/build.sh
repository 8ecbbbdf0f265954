#!/bin/sh
# Builds the program into build/ (Release; static where the static libraries are there), after installing what that needs.
set -eu
cd "$(dirname "$0")/.."
. scripts/packages.sh
# shellcheck disable=SC2086 # words are wanted
need $BUILD_PACKAGES
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCONFRENDER_TESTS=OFF -DCONFRENDER_STATIC="$(static_libraries)" >&2
cmake --build build >&2
