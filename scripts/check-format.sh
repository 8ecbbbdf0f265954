#!/bin/sh
# Is every source file as clang-format writes it? With --fix it is made so.
set -eu
cd "$(dirname "$0")/.."
case ${1:-} in
--fix) mode=-i ;;
*) mode='--dry-run -Werror' ;;
esac
# shellcheck disable=SC2086 # words are wanted
git ls-files -z --cached --others --exclude-standard -- '*.c' '*.h' | xargs -0 -r ${CLANG_FORMAT:-clang-format} $mode
