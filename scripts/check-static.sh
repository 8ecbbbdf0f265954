#!/usr/bin/env bash
# Static analysis of src without tests: scripts/check-static.sh [analyzer] [tidy] [cppcheck] (none: all three). Each must find nothing.
#   analyzer  gcc's -fanalyzer, and the warnings that need the optimizer to see null pointers and large frames
#   tidy      clang-tidy with the profile .clang-tidy
#   cppcheck  with scripts/cppcheck.supp
# One file at a time, as many at once as there are processors. Assertions stay in: they say what an analyser cannot find out.
set -u
cd "$(dirname "$0")/.." || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failed=0
flags=(-std=gnu17 -D_GNU_SOURCE -Isrc -Iinclude)

sources() {
	find src -name '*.c' ! -path 'src/tests/*' | LC_ALL=C sort
}

# each COMMAND...: for every source file in the place of {}.
each() {
	sources | xargs -P "$(nproc)" -I '{}' "$@"
}

analyzer() {
	each gcc "${flags[@]}" -O1 -fanalyzer -Wnull-dereference -Werror -c -o /dev/null '{}'
}

tidy() {
	# Nothing of the compiler's own warnings: those of the build are stricter.
	each "${CLANG_TIDY:-clang-tidy}" --quiet --extra-arg=-w '{}' -- "${flags[@]}" 2>"$work/counts"
}

with_cppcheck() {
	cppcheck -q -j "$(nproc)" --std=c11 --platform=unix64 --enable=warning,performance,portability --inline-suppr --suppressions-list=scripts/cppcheck.supp \
		--error-exitcode=1 -Isrc -Iinclude -D_GNU_SOURCE $(sources)
}

run() {
	local start=$SECONDS
	if "$2" >"$work/$1" 2>&1; then
		echo "ok      $1 ($((SECONDS - start)) s)"
	else
		echo "FAILED  $1 ($((SECONDS - start)) s):"
		cat "$work/$1"
		failed=1
	fi
}

[ $# -gt 0 ] || set -- analyzer tidy cppcheck
for name in "$@"; do
	case $name in
	analyzer | tidy) run "$name" "$name" ;;
	cppcheck) run "$name" with_cppcheck ;;
	*)
		echo 'usage: scripts/check-static.sh [analyzer] [tidy] [cppcheck]' >&2
		exit 2
		;;
	esac
done
exit "$failed"
