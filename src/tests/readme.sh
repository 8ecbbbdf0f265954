#!/bin/sh
# Do the READMEs of the examples show what the program prints? In a block that begins with ```console each line "$ conf-render ..." is run in the
# README's folder, and the lines behind it, up to the next command or the end of the block, must be all that it prints, errors included. Other
# commands are not run.
#
#     readme.sh [--accept] PROGRAM README...
#
# --accept writes into the READMEs what the program prints now, for review with git diff.
set -eu
accept=false
if [ "$1" = --accept ]; then
	accept=true
	shift
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
ln -s "$(realpath "$1")" "$scratch/bin/conf-render"
shift

# split README: its commands and what they are to print into $scratch/run, as cmd.N and want.N.
split() {
	rm -rf "$scratch/run"
	mkdir "$scratch/run"
	awk -v dir="$scratch/run" '
		/^```/ { inside = $0 == "```console"; file = ""; next }
		inside && /^\$ / { file = "" }
		inside && /^\$ conf-render / {
			n++
			print substr($0, 3) > (dir "/cmd." n)
			file = dir "/want." n
			printf "" > file
			next
		}
		inside && file != "" { print > file }' "$1"
}

# renew README: the same README with what was printed in place of what it shows.
renew() {
	awk -v dir="$scratch/run" '
		/^```/ { inside = $0 == "```console"; shown = 0 }
		inside && /^\$ / { shown = 0 }
		!shown { print }
		inside && /^\$ conf-render / {
			file = dir "/got." ++n
			while ((getline line < file) > 0) print line
			shown = 1
		}' "$1"
}

# run README: false if a command prints something else.
run() {
	good=true
	split "$1"
	for command in "$scratch"/run/cmd.*; do
		[ -e "$command" ] || break
		got=$scratch/run/got.${command##*.}
		(cd "$(dirname "$1")" && PATH=$scratch/bin:$PATH sh "$command") >"$got" 2>&1 || :
		if ! $accept && ! diff -u --label "$1" --label "$(cat "$command")" "$scratch/run/want.${command##*.}" "$got"; then
			good=false
		fi
	done
	$good
}

failed=0
for readme in "$@"; do
	run "$readme" || failed=1
	if $accept; then
		renew "$readme" >"$scratch/renewed"
		cmp -s "$scratch/renewed" "$readme" || cat "$scratch/renewed" >"$readme"
	fi
done
exit $failed
