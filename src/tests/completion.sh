#!/bin/sh
# What shells are told, by the protocol and in the shells that are here: what __complete answers, whether it knows every command, option and
# value that the program does, what the scripts make of it, and the link for kubectl.
#
#     completion.sh PROGRAM REPOSITORY [few]      few: only some of the commands, for a program that is slow to start
set -eu
. "$(dirname "$0")/check.sh"
program=$1
repository=$2
few=${3-}
tests=$repository/src/tests
work=$(mktemp -d "${TMPDIR:-/tmp}/cr-completion-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
tab=$(printf '\t')
newline='
'

# Names that would break the protocol if they came into it, and a kustomization that nobody could read.
mkdir -p "here/one two" "here/tab${tab}tab" "here/new${newline}build" "here/--format" 'here/$(touch broken)' here/overlay
printf '%s\n' '{broken: [' >here/kustomization.yaml
mkdir named
cat >named/kustomization.yaml <<'Y'
resources: [../base, service.yaml, $(touch broken).yaml, "`touch broken`", --format, a b.yaml, "tab\ttab", "new\nbuild", "new\n:0", {a: b}]
commonLabels: {team: ml, app.kubernetes.io/name: x}
images: [{name: trainer, newTag: v1}, {name: registry.example.com:5000/a/b}, {newTag: v2}]
replicas: [{name: server, count: 2}]
configMapGenerator: [{name: maps}, {name: more}]
secretGenerator: [{name: database, literals: [PASSWORD=hunter2]}]
buildMetadata: [managedByLabel]
Y
cd here

# The cases of the protocol.
answers() {
	wanted=
	words=
	while IFS= read -r line || [ -n "$line" ]; do
		case $line in
		'$ '* | '@ '*)
			[ -z "$words" ] || try
			words=
			wanted=
			case $line in
			'@ '*) cd "$work/${line#??}" ;;
			*) words=${line#??} ;;
			esac
			;;
		'' | '#'*) ;;
		*) wanted=$wanted${wanted:+$newline}$line ;;
		esac
	done
	try
}
try() {
	check "__complete $words" "$wanted" "$(eval "\"\$program\" __completeNoDesc $words" 2>&1 || echo "status $?")"
}
answers <"$repository/testdata/completion/protocol"
cd "$work/here"
check 'with descriptions' "verify${tab}compare with what kustomize or kubectl renders$newline:4" "$("$program" __complete veri)"
check 'no words at all' "$("$program" __complete '')" "$("$program" __complete)"
status=0
"$program" __complete build '' >/dev/full 2>"$work/err" || status=$?
check 'nobody to answer to' 0 "$status$(cat "$work/err")"

# Every command that help lists is offered, and all options that a command's help lists, and no others.
listed() {
	"$program" help $1 | sed -n '/^Commands:/,/^$/s/^  \([a-z -]*[a-z]\)  .*/\1/p'
}
offered() {
	answer=$("$program" __completeNoDesc "$@")
	printf '%s' "${answer%:*}"
}
for command in $(listed ''); do
	echo "$command"
	listed "$command"
done >"$work/commands"
check 'there are commands' yes "$([ "$(wc -l <"$work/commands")" -gt 40 ] && echo yes)"
[ -z "$few" ] || awk 'NR % 6 == 1' "$work/commands" >"$work/some"
while read -r name; do
	# shellcheck disable=SC2086 # words are wanted
	check "$name is offered" "${name##* }" "$(offered $name | grep -x -e "${name##* }")"
	# shellcheck disable=SC2086
	in_help=$("$program" help $name | sed -n '/^Options of kustomize/,/^$/d; s/^  \(    \|-[a-z], \)\{0,1\}\(--[A-Za-z-]*\).*/\2/p' | sort)
	# shellcheck disable=SC2086
	check "the options of $name" "${in_help:---help}" "$({ offered $name --; offered $name --m; } | sort -u)"
done <"$work/$([ -z "$few" ] && echo commands || echo some)"

# Every value that is offered is taken.
for command in check 'edit add configmap'; do
	for option in $(offered $command -- | grep -v -e --max -e --help); do
		for value in $(offered $command "$option="); do
			case $value in
			*=) ;;
			*) check "$command $option=$value" '' "$("$program" $command "$option=$value" --help 2>&1 >/dev/null)" ;;
			esac
		done
	done
done
set --
levels=$(offered build --warn deprecated-field= | sed 's/.*=//')
for code in $(offered build --warn ''); do
	for level in $levels; do
		set -- "$@" --warn "$code$level"
	done
done
printf '%s\n' 'namePrefix: a-' >../kustomization.yaml
check 'all levels of warnings' '' "$("$program" build "$@" --warn no-objects=off .. 2>&1)"
check 'there are warnings' yes "$([ $# -gt 100 ] && echo yes)"
levels=$(offered check --severity env-missing-key= | sed 's/.*=//')
set --
for rule in $(offered check --severity ''); do
	case $rule in
	*=) for level in $levels; do set -- "$@" --severity "$rule$level"; done ;;
	*) set -- "$@" --severity "$rule" ;;
	esac
done
for rule in $(offered check --disable ''); do
	set -- "$@" --disable "$rule"
done
check 'all levels of rules' '' "$("$program" check --list "$@" 2>&1 >/dev/null)"
check 'every rule' "$("$program" check --list | sed 's/ .*//')" "$(offered check --disable '')"

# The link for kubectl.
mkdir "$work/bin" "$work/other"
ln -s "$program" "$work/bin/kubectl-conf_render"
link=kubectl_complete-conf_render
path=$work/bin:$PATH
check 'what to do for kubectl' 1 "$("$program" completion kubectl | grep -c 'conf-render completion kubectl --install  ')"
check 'the link is made' "$work/bin/$link is a link to kubectl-conf_render" "$(PATH=$path "$program" completion kubectl --install 2>&1)"
check 'and answers' "build$newline:4" "$("$work/bin/$link" bui | sed 's/	.*//')"
check 'it is there' "nothing to do: $work/bin/$link is a link to kubectl-conf_render" "$(PATH=$path "$program" completion kubectl --install 2>&1)"
check 'in another directory' "$work/other/$link is a link to $work/bin/kubectl-conf_render
its directory is not on the PATH, where kubectl looks for it" "$(rm "$work/bin/$link"; PATH=$path "$program" completion kubectl --install "$work/other" 2>&1)"
check 'and answers there' "build$newline:4" "$("$work/other/$link" bui | sed 's/	.*//')"
refused() {
	status=0
	PATH=$path "$program" "$@" >"$work/out" 2>"$work/err" || status=$?
	echo "$status$(cat "$work/out")"
}
for foreign in file link dangling; do
	rm -f "$work/bin/$link"
	case $foreign in
	file) echo theirs >"$work/bin/$link" ;;
	link) ln -s /bin/sh "$work/bin/$link" ;;
	dangling) ln -s nowhere "$work/bin/$link" ;;
	esac
	before=$(ls -l "$work/bin")
	check "a foreign $foreign" 1 "$(refused completion kubectl --install)"
	check "a foreign $foreign stays" "$before" "$(ls -l "$work/bin")"
	check "a foreign $foreign is named" 1 "$(grep -c "$link: error: it is there already" "$work/err")"
done
check 'no such directory' 1 "$(refused completion kubectl --install "$work/nowhere")"
path=/nonexistent
check 'no plugin' 1 "$(refused completion kubectl --install)"
for wrong in '' nosuch 'bash zsh' 'kubectl --nosuch' 'kubectl --install a b'; do
	# shellcheck disable=SC2086
	check "wrong use: completion $wrong" 2 "$(refused completion $wrong)"
done
check 'an empty directory' 2 "$(refused completion kubectl --install '')"
check 'no link in the root' no "$([ -L "/$link" ] && echo yes || echo no)"

# The scripts in their shells.
for shell in bash zsh fish; do
	check "the script of $shell" "$(cat "$repository/src/cli/completion/conf-render.$shell")" "$("$program" completion $shell)"
done
ln -s "$program" "$work/other/kustomize"
check 'for kustomize' 0 "$("$work/other/kustomize" completion bash | grep -c 'conf.render')"
ln -s "$program" "$work/other/conf-render"
PATH=$work/other:$PATH
export PATH
if command -v bash >/dev/null; then
	for name in "conf-render $few" 'kustomize few'; do
		# shellcheck disable=SC2086 # words are wanted
		bash "$tests/completion.bash" $name >"$work/bash" || failed=$((failed + 1))
		cat "$work/bash"
	done
fi
if command -v zsh >/dev/null; then
	check 'zsh without compinit' '_conf-render' \
		"$(zsh -fc 'source <("$1" completion zsh) && print -r -- $_comps[conf-render]' zsh "$program" 2>&1)"
	check 'zsh reads its script' '' "$("$program" completion zsh | zsh -n 2>&1)"
fi
if command -v fish >/dev/null; then
	check 'fish reads its script' '' "$("$program" completion fish | fish --no-execute 2>&1)"
	check 'fish' "build${tab}render the kustomization in a directory
--format=json
here/overlay/
--root=here/overlay/" "$(cd .. && fish --no-config -c 'conf-render completion fish | source
		for line in "conf-render bui" "conf-render build --format=j" "conf-render build here/ov" "conf-render build --root=here/ov"
			complete -C "$line"
		end' 2>&1)"
fi
if command -v kubectl >/dev/null; then
	ln -s "$program" "$work/other/kubectl-conf_render"
	check 'kubectl' "build${tab}render the kustomization in a directory$newline:4" "$(kubectl __complete conf-render bui 2>/dev/null)"
	check 'kubectl, behind "="' "json$newline:4" "$(kubectl __complete conf-render build --format=j 2>/dev/null)"
	check 'kubectl, directories' ":16" "$(kubectl __complete conf-render build '' 2>/dev/null)"
	check 'kubectl has nothing to warn of' 0 "$(kubectl plugin list 2>&1 | grep -A1 "$work" | grep -c warning)"
fi
check 'nothing was run or made' 'here kustomization.yaml' "$(cd .. && ls -d h* k* broken 2>/dev/null | tr '\n' ' ' | sed 's/ $//')"
finish
