#!/usr/bin/env bash
# What do two versions of the program print differently? scripts/compare-versions.sh [--show] OLD NEW [TREE...]
#
# Renders the examples (testdata/examples/list.txt) and every kustomization in and below each TREE with the program OLD and with NEW, and prints
# a line a root: same, differs, only OLD fails, only NEW fails, both fail. --show adds a unified diff of what differs. Only the manifests are
# compared; messages may change. Exit status: 0 no difference, 1 a difference, 2 wrong use. What differs belongs into CHANGELOG.md, under
# "Output changes".
set -u

usage() {
	echo 'usage: scripts/compare-versions.sh [--show] OLD NEW [TREE...]' >&2
	exit 2
}

show=false
if [ "${1:-}" = --show ]; then
	show=true
	shift
fi
[ $# -ge 2 ] || usage
old=$(command -v -- "$1") && new=$(command -v -- "$2") || {
	echo "compare-versions.sh: no such program: $1 or $2" >&2
	exit 2
}
old=$(realpath -- "$old") new=$(realpath -- "$new")
shift 2
for tree in "$@"; do
	[ -d "$tree" ] || {
		echo "compare-versions.sh: no such directory: $tree" >&2
		exit 2
	}
done
repository=$(dirname -- "$(dirname -- "$(realpath -- "$0")")")
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
declare -A count=([same]=0 [differs]=0 ['only OLD fails']=0 ['only NEW fails']=0 ['both fail']=0)

# verdict DIRECTORY: renders it twice.
verdict() {
	local old_fails=false new_fails=false
	timeout 120 "$old" build "$1" >"$scratch/old" 2>"$scratch/old.err" </dev/null || old_fails=true
	timeout 120 "$new" build "$1" >"$scratch/new" 2>"$scratch/new.err" </dev/null || new_fails=true
	case $old_fails,$new_fails in
	true,true) echo 'both fail' ;;
	true,false) echo 'only OLD fails' ;;
	false,true) echo 'only NEW fails' ;;
	*) cmp -s "$scratch/old" "$scratch/new" && echo same || echo differs ;;
	esac
}

# compare NAME DIRECTORY: its line, and with --show what differs.
compare() {
	local word
	word=$(verdict "$2")
	count[$word]=$((count[$word] + 1))
	printf '%-14s  %s\n' "$word" "$1"
	$show || return
	case $word in
	differs) diff -u --label "OLD $1" --label "NEW $1" "$scratch/old" "$scratch/new" ;;
	'only OLD fails') sed 's/^/    /' "$scratch/old.err" ;;
	'only NEW fails') sed 's/^/    /' "$scratch/new.err" ;;
	esac
}

while read -r directory _; do
	case $directory in '' | '#'*) continue ;; esac
	compare "$directory" "$repository/$directory"
done <"$repository/testdata/examples/list.txt"
for tree in "$@"; do
	while IFS= read -r -d '' file; do
		compare "${file%/*}" "${file%/*}"
	done < <(find "${tree%/}/" -name .git -prune -o -type f \( -name kustomization.yaml -o -name kustomization.yml -o -name Kustomization \) -print0 |
		LC_ALL=C sort -z)
done

different=$((count[differs] + count['only OLD fails'] + count['only NEW fails']))
echo "$((count[same])) same, $((count[differs])) differ, $((count['only OLD fails'])) where only OLD fails," \
	"$((count['only NEW fails'])) where only NEW fails, $((count['both fail'])) where both fail"
[ "$different" -eq 0 ]
