#!/bin/sh
# Does deps name the files that are opened, all of them and no others? strace says which those are.
#
#     deps.sh PROGRAM REPOSITORY
#
# Status 77 where strace is missing or may trace nothing.
set -eu
program=$1
# The leak checker cannot run in a process that is traced.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
cd "$2"
work=$(mktemp -d "${TMPDIR:-/tmp}/cr-deps-XXXXXX")
trap 'rm -rf "$work"' EXIT
if ! strace -o "$work/try" true 2>"$work/why"; then
	echo "no strace here: $(cat "$work/why")"
	exit 77
fi

# Regular files below the working directory that a successful open names; -y gives the path behind each descriptor.
opened() {
	strace -f -y -s 4096 -e trace=open,openat,openat2 -o "$work/trace" "$program" "$@" >"$work/out"
	grep -v O_PATH "$work/trace" | sed -n 's/^.* = [0-9]*<\(.*\)>$/\1/p' | grep "^$PWD/" | sort -u |
		while IFS= read -r path; do
			[ ! -f "$path" ] || printf '%s\n' "${path#"$PWD/"}"
		done
}

passed=0
failed=0
for tree in testdata/cases/everything/in/overlay testdata/cases/deps-links/in/over testdata/cases/deps-make-names/in/over \
	overlays-examples/*/overlays/*/ testdata/cases/deps-one/in/overlays/*; do
	"$program" deps --warn deprecated-field=off "$tree" | sort >"$work/deps"
	opened build --warn deprecated-field=off "$tree" >"$work/build"
	opened deps --warn deprecated-field=off "$tree" >"$work/self"
	if cmp "$work/deps" "$work/build" && cmp "$work/deps" "$work/self" && [ -s "$work/deps" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$tree:"
		diff "$work/deps" "$work/build" || :
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
