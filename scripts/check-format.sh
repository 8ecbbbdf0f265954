#!/bin/sh
# Is every source file as clang-format writes it? With --fix it is made so.
set -eu
cd "$(dirname "$0")/.."
case ${1:-} in
--fix) mode=-i ;;
*) mode='--dry-run -Werror' ;;
esac
# shellcheck disable=SC2086 # words are wanted
find include overlays-examples scripts src -name '*.[ch]' -print0 | xargs -0 ${CLANG_FORMAT:-clang-format} $mode
