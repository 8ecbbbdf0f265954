#!/bin/sh
# Builds the program with its tests into build-test/ and runs them all, after installing what that needs.
# Arguments go to ctest: scripts/test.sh -R golden
set -eu
cd "$(dirname "$0")/.."
. scripts/packages.sh
# shellcheck disable=SC2086 # words are wanted
need $BUILD_PACKAGES $TEST_PACKAGES
cmake -S . -B build-test -G Ninja -DCMAKE_BUILD_TYPE=Debug
cmake --build build-test
ctest --test-dir build-test --output-on-failure -j "$(nproc)" "$@"
