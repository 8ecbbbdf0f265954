#!/bin/sh
# The program as a plugin of kubectl: its texts under that name, and what comes through the real kubectl, where there is one.
#
#     kubectl_plugin.sh PROGRAM SOURCE
set -eu
. "$(dirname "$0")/check.sh"
program=$1
tree=$2/overlays-examples/getting-started/overlays
work=$(mktemp -d "${TMPDIR:-/tmp}/cr-plugin-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/envs"
ln -s "$(realpath "$program")" "$work/bin/kubectl-conf_render"
cp -R "$2/overlays-examples/getting-started/." "$work/envs"
real=$(command -v kubectl || :)
# What else is on the PATH is not ours to judge, nor is the user's configuration.
HOME=$work
export HOME
unset KUBECONFIG

# Status, standard output and standard error.
run() {
	status=0
	"$@" >"$work/out" 2>"$work/err" || status=$?
	echo "$status"
	cat "$work/out" "$work/err"
}

# What the plugin has to say, called by $*.
talks() {
	check "$* --help" '  kubectl conf-render build overlays/prod' "$("$@" --help | sed -n 2p)"
	check "$*: a slip" '2
conf-render: error: unknown command "buidl"
    hint: did you mean "build"?' "$(run "$@" buidl)"
	check "$*: -n" '2
conf-render: error: unknown option "-n" for build
    hint: no cluster is asked; the namespace is a field of the kustomization, which "kubectl conf-render edit set namespace NAME" sets' \
		"$(run "$@" build -n x "$tree/prod")"
}

# All else that names the program.
names_itself() {
	check "$* build --help" 'Usage:
  kubectl conf-render build [DIR...] [options]' "$("$@" build --help | sed -n '/^Usage/{N;p;}')"
	check "$*: another name in help" '' "$("$@" --help | grep '[^l] conf-render ' || :)"
	check "$* edit add label --help" '  kubectl conf-render edit add label team:ml-platform' "$("$@" edit add label --help | sed -n 2p)"
	check "$*: no command" '2
conf-render: error: no command
    hint: "kubectl conf-render build DIR" renders a directory, "kubectl conf-render help" says more' "$(run "$@")"
	check "$*: no command that we have" '2
conf-render: error: unknown command "apply"
    hint: "kubectl conf-render help" lists the commands' "$(run "$@" apply -f x)"
	check "$*: no verb" '2
conf-render: error: what to edit is missing
    hint: "kubectl conf-render edit --help" lists what there is' "$(run "$@" edit)"
	check "$*: a rule" '2
conf-render: error: there is no rule "nothing-near-it" (--disable)
    hint: "kubectl conf-render check --list" prints them' "$(run "$@" check --disable nothing-near-it "$tree/prod")"
	check "$*: --namespace" '2
conf-render: error: unknown option "--namespace" for check
    hint: no cluster is asked; the namespace is a field of the kustomization, which "kubectl conf-render edit set namespace NAME" sets' \
		"$(run "$@" check --namespace=x "$tree/prod")"
	check "$*: --context" '2
conf-render: error: unknown option "--context" for build
    hint: it is an option of kubectl; no cluster is asked here' "$(run "$@" build --context prod "$tree/prod")"
	check "$*: -k" '2
conf-render: error: unknown option "-k" for deps
    hint: the directory stands alone: "kubectl conf-render deps DIR"' "$(run "$@" deps -k "$tree/prod")"
	check "$*: -f in front" '2
conf-render: error: unknown option "-f"
    hint: the directory stands alone: "kubectl conf-render build DIR"' "$(run "$@" -f "$tree/prod")"
}

# What the plugin does, called by $*, is what the program does: output, messages and status.
does() {
	for words in "build --all $tree" "check $tree/prod" "build --strict --diagnostics json $tree/none"; do
		# shellcheck disable=SC2086 # words are words
		check "$* $words" "$(run "$program" $words)" "$(run "$@" $words)"
	done
	check "$* edit" 0 "$(cd "$work/envs/overlays/prod" && run "$@" edit set namespace ml)"
	check "$* edit, in the file" 'namespace: ml' "$(grep '^namespace' "$work/envs/overlays/prod/kustomization.yaml")"
	(cd "$work/envs/overlays/prod" && "$program" edit set namespace other)
}

talks "$work/bin/kubectl-conf_render"
names_itself "$work/bin/kubectl-conf_render"
does "$work/bin/kubectl-conf_render"
if [ -n "$real" ]; then
	kube() {
		PATH=$work/bin "$real" "$@"
	}
	talks kube conf-render
	does kube conf-render
	check 'plugin list' "0
The following compatible plugins are available:

$work/bin/kubectl-conf_render" "$(run kube plugin list)"
	# Options of kubectl in front of a plugin's name are kubectl's to refuse.
	check 'kubectl -n in front' 1 "$(run kube -n x conf-render build "$tree/prod" | head -n 1)"
fi
finish
[ -n "$real" ] || exit 77
