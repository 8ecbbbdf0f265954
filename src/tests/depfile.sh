#!/bin/sh
# What make does with the rules of build --depfile: with every name that a file can have, nothing is made twice, what changes or goes is
# seen, and so is a file that comes to be where one was looked for in vain.
#
#     depfile.sh PROGRAM
#
# Status 77 where there is no GNU make.
set -eu
. "$(dirname "$0")/check.sh"
program=$1
if ! make --version 2>/dev/null | grep -q '^GNU Make'; then
	echo 'no GNU make here'
	exit 77
fi
unset MAKEFLAGS MAKELEVEL MFLAGS
work=$(mktemp -d "${TMPDIR:-/tmp}/cr-depfile-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >Makefile <<'M'
out.yaml:
	@echo made
	@$(PROGRAM) build over -o $@ --depfile out.d
-include out.d
M
make_it() {
	make -s PROGRAM="$program" out.yaml 2>&1 || echo failed
}
# Older than all that is written after it.
age() {
	find . -exec touch -h -d '1 hour ago' {} +
	[ ! -e out.yaml ] || touch -d '30 minutes ago' out.yaml
}

newline='
x'
for name in plain 'a b' 'a  b' ' lead' 'trail ' 'tab	x' "nl$newline" 'a#b' 'a$b' '$x' 'a:b' 'a%b' 'a*b' 'a?b' 'a[b]c' 'a=b' 'a:=b' 'a;b' 'a|b' \
	'a&b' 'a\b' 'a\ b' 'a\' 'a\#b' 'a"b' "a'b" 'a{b}' 'a,b' '~x' 'é' '-x' 'a # b: c'; do
	rm -rf over out.yaml out.d
	mkdir -p "over/$name dir"
	file="over/$name dir/$name"
	printf 'x: 1\n' >"$file"
	quoted=$(printf '%s' "$name dir/$name" | sed 's/[\\"]/\\&/g' | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }')
	printf 'configMapGenerator:\n- name: a\n  files: ["k=%s"]\n' "$quoted" >over/kustomization.yaml
	case $name in *=*)
		# A key cannot be said for a file with "=" in its name: a resource can.
		printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' >"$file"
		printf 'resources: ["%s"]\n' "$quoted" >over/kustomization.yaml
		;;
	esac
	age
	check "$name: at first" made "$(make_it)"
	age
	check "$name: nothing changed" '' "$(make_it)"
	touch "$file"
	check "$name: changed" made "$(make_it)"
	age
	mv "$file" saved
	check "$name: gone" "$(printf 'made\nfailed')" "$(make_it | grep -e '^made$' -e '^failed$')"
	mv saved "$file"
	age
	check "$name: back again" '' "$(make_it)"
done

rm -rf over base out.yaml out.d
mkdir -p over 'a base'
echo 'resources: ["../a base"]' >over/kustomization.yaml
echo 'resources: []' >'a base/kustomization.yaml'
age
make_it >/dev/null 2>&1
age
check 'no second kustomization' '' "$(make_it)"
echo 'resources: []' >'a base/kustomization.yml'
check 'a second kustomization is seen' yes "$(make_it | grep -q 'multiple kustomization files' && echo yes)"
rm 'a base/kustomization.yml'
age
check 'and that it is gone' '' "$(make_it)"

# The rule is there before the output, and neither is touched by a render that fails.
cp out.d before.d
echo 'resources: [no.yaml]' >over/kustomization.yaml
check 'a failure' "$(printf 'made\nfailed')" "$(make_it | grep -e '^made$' -e '^failed$')"
check 'its rule' '' "$(cmp before.d out.d)"
check 'nothing unfinished' '' "$(find . -name '.conf-render*')"

usage() { # words of the message, arguments
	wanted=$1
	shift
	status=0
	"$program" build "$@" >/dev/null 2>err || status=$?
	check "usage: $*" "2 yes" "$status $(grep -q "$wanted" err && echo yes)"
}
echo 'resources: []' >over/kustomization.yaml
usage 'it goes with' over --depfile x.d
usage 'it goes with' over --split -o split/ --depfile x.d
usage 'the output is a file' over -o x.yaml --depfile x/
usage 'a file an environment' over -o x/ --depfile x.d
usage "cannot be the target" over -o "a;b" --depfile x.d
mkdir dir
check 'a directory is none' 'conf-render: error: "dir" cannot be written: Is a directory' \
	"$("$program" build over -o x.yaml --depfile dir 2>&1)"

# One an environment, in a directory that is made.
mkdir -p envs/a envs/b
echo 'resources: [../../a base]' | tee envs/a/kustomization.yaml >envs/b/kustomization.yaml
"$program" build --all envs -o 'out dir/' --depfile deep/er/ 2>err || cat err
check 'a rule an environment' 'deep/er/a.d deep/er/b.d' "$(echo deep/er/*)"
check 'with its target' 'out\ dir/b.yaml: \' "$(head -n 1 deep/er/b.d)"
"$program" deps --make --target 'out dir/' --all envs >rules
check 'deps prints the same' '' "$(cat deep/er/a.d deep/er/b.d | diff - rules)"

# What Argo CD's list cannot name is covered by a directory above it; "./x /" since spaces around an item are cut.
mkdir -p 'semi/a;b/base' 'semi/end ' semi/over
echo 'resources: []' | tee 'semi/a;b/base/kustomization.yaml' >'semi/end /kustomization.yaml'
echo 'resources: ["../end "]' >semi/over/kustomization.yaml
check 'a space at the end' '.;../end /' "$("$program" deps --argocd semi/over 2>err || cat err)"
echo 'resources: ["../end ", "../a;b/base"]' >semi/over/kustomization.yaml
check 'a semicolon' '.;..' "$("$program" deps --argocd semi/over 2>err || cat err)"
printf 'configMapGenerator:\n- name: a\n  files: ["k=a\\nb"]\n' >over/kustomization.yaml
echo >"over/a
b"
check 'a line feed' '' "$("$program" deps over 2>err || :)"
check 'is said' yes "$(grep -q 'holds a line feed' err && echo yes)"
finish
