#!/bin/sh
# What of src/ the tests reach: builds with gcc --coverage into build-coverage/, runs all tests, and prints a table by folder and the
# least covered files. Exit status 1: a test fails, or less is covered than coverage.py wants.
#
#     scripts/coverage.sh [--missing [FILE...]]
#
# --missing: the lines that no test reaches and the branches that none takes as well, of files whose path holds one of the words.
set -eu
cd "$(dirname "$0")/.."
. scripts/packages.sh
# shellcheck disable=SC2086 # words are wanted
need $BUILD_PACKAGES $TEST_PACKAGES python3
build=build-coverage
mkdir -p $build
cmake -S . -B $build -G Ninja -DCMAKE_C_COMPILER=gcc -DCMAKE_BUILD_TYPE=None -DCONFRENDER_COVERAGE=ON >$build/coverage.log
cmake --build $build >>$build/coverage.log || { tail -n 20 $build/coverage.log; exit 1; }
find $build -name '*.gcda' -delete
ctest --test-dir $build --output-on-failure -j "$(nproc)" >>$build/coverage.log || { tail -n 60 $build/coverage.log; exit 1; }
exec /usr/bin/python3 scripts/coverage.py $build "$@"
