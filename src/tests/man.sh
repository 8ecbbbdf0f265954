#!/bin/sh
# Are the man pages those that would be written now, and do the programs that show them have nothing to say against them?
#
#     man.sh MAN_PAGES DIRECTORY
set -eu
. "$(dirname "$0")/check.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/cr-man-XXXXXX")
trap 'rm -rf "$work"' EXIT

"$1" "$work"
check 'the pages, as scripts/gen-man.sh writes them' '' "$(diff -r "$2" "$work" 2>&1)"
check 'a directory that is not there' 1 "$("$1" "$work/none" 2>/dev/null || echo $?)"
for page in "$work"/*.1; do
	name=$(basename "$page" .1)
	check "sections of $name" 'NAME SYNOPSIS DESCRIPTION EXAMPLES EXIT STATUS SEE ALSO' \
		"$(sed -n 's/^\.SH //p' "$page" | grep -E -v '^(COMMANDS|OPTIONS|SETTINGS|LIMITS|ENVIRONMENT|FILES)$' | tr '\n' ' ' | sed 's/ $//')"
	# Of other sections of a manual too: each page that is ours is there.
	for other in $(grep -o 'conf\\-render[a-z\\-]*\\fR(1)' "$page" | sed 's/\\fR(1)//; s/\\//g' | sort -u); do
		check "$name names $other(1)" there "$([ -e "$work/$other.1" ] && echo there)"
	done
	if command -v groff >/dev/null; then
		check "groff $name" '' "$(groff -man -ww -z -Tutf8 "$page" 2>&1)"
	fi
	if command -v mandoc >/dev/null; then
		check "mandoc $name" '' "$(mandoc -Tlint "$page" 2>&1)"
	fi
done
finish
