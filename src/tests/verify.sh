#!/bin/sh
# verify against programs that stand for kustomize: equal and different outputs, failures, what is told of secrets, and how it ends.
#
#     verify.sh PROGRAM
set -eu
. "$(dirname "$0")/check.sh"
program=$1
work=$(mktemp -d "${TMPDIR:-/tmp}/cr-verify-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

# Status (and look is the PATH that the program has), standard output without times, and standard error.
verify() {
	status=0
	PATH="${look:-$PATH}" "$program" verify "$@" >out 2>err || status=$?
	echo "$status"
	sed 's/[0-9]*\.[0-9] ms/T ms/g' out
	cat err
}

# What the program makes itself, edited; its arguments are kept.
mkdir bin
cat >bin/other <<S
#!/bin/sh
echo "\$*" >>"$work/asked"
for directory; do :; done
"$program" build --warn deprecated-field=off "\$directory" 2>/dev/null >"$work/made" || exit 1
sed -f "$work/edit" "$work/made"
S
chmod +x bin/other
: >edit

mkdir -p envs/a envs/b secret
cat >envs/a/kustomization.yaml <<'Y'
resources: [r.yaml]
Y
cat >envs/a/r.yaml <<'Y'
apiVersion: v1
kind: ConfigMap
metadata: {name: one}
data: {plain: "1", password: hunter2}
---
apiVersion: v1
kind: Service
metadata: {name: two}
Y
cat >envs/b/kustomization.yaml <<'Y'
configMapGenerator: [{name: x, literals: [a=1]}]
Y
cat >secret/kustomization.yaml <<'Y'
secretGenerator: [{name: s, literals: [k=hunter2], options: {disableNameSuffixHash: true}}]
Y

check equal '0
envs/a: equal (147 bytes; conf-render T ms, other T ms)
1 directory: 1 equal, 0 different; conf-render T ms, other T ms' "$(verify --with bin/other envs/a)"
check 'how it is asked' 'build envs/a' "$(cat asked)"
# Where the kernel does not have all of the sandbox, that is said.
locked=0
! "$program" version --sandbox | grep -q 'not active' || locked=2
check 'locked in' "$locked" "$(verify --sandbox=require --with bin/other envs/a | head -n 1)"

echo 's/name: two/name: zwei/' >edit
check different '1
envs/a: differs at line 12, column 9 (byte 144)
  conf-render: Service/two:   name: two
  other: Service/zwei:   name: zwei
envs/b: equal (77 bytes; conf-render T ms, other T ms)
2 directories: 1 equal, 1 different; conf-render T ms, other T ms' "$(verify --with bin/other --all envs)"

echo '/^---$/,$d' >edit
check 'less there' '1
envs/a: differs at line 8, column 1 (byte 93)
  conf-render: Service/two: ---
  other: (the end)' "$(verify --with bin/other envs/a | head -n 4)"
echo '$a\
---\
kind: More\
metadata:\
\ \ name: m' >edit
check 'more there' '1
envs/a: differs at line 13, column 1 (byte 148)
  conf-render: (the end)
  other: More/m: ---' "$(verify --with bin/other envs/a | head -n 4)"

echo 's/hunter2/other-secret/; s/aHVudGVyMg==/b3RoZXI=/' >edit
check 'a credential' '1
envs/a: differs at line 3, column 13 (byte 34)
  conf-render: ConfigMap/one:   password: ***
  other: ConfigMap/one:   password: ***' "$(verify --with bin/other envs/a | head -n 4)"
check 'a Secret' '1
secret: differs at line 3, column 6 (byte 27)
  conf-render: Secret/s:   k: ***
  other: Secret/s:   k: ***' "$(verify --with bin/other secret | head -n 4)"
check 'no value' '' "$(grep -e hunter -e aHVu -e b3R out err || :)"
echo 's/  k: .*/  text of it/' >edit
check 'what has no key' '  other: Secret/s: ***' "$(verify --with bin/other secret | sed -n 4p)"
printf 's/plain/p\033[31mlain/\n' >edit
check 'nothing that drives a terminal' '  other: ConfigMap/one:   p?[31mlain: ***' "$(verify --with bin/other envs/a | sed -n 4p)"
: >edit

mkdir broken
echo 'resources: [no.yaml]' >broken/kustomization.yaml
check 'neither' '2
broken: neither renders it
1 directory: 0 equal, 0 different, 1 could not be compared; conf-render T ms, other T ms' "$(verify --with bin/other broken | grep -v -e '^broken/k' -e '^    in')"
printf '#!/bin/sh\nexit 3\n' >bin/kustomize
chmod +x bin/kustomize
check 'only this one' '1
envs/b: only conf-render renders it' "$(look="$work/bin:$PATH" verify envs/b | head -n 2)"
printf '#!/bin/sh\necho x: 1\n' >bin/kustomize
check 'only the other one' '1
broken: only kustomize renders it' "$(look="$work/bin:$PATH" verify broken | head -n 2)"
printf '#!/bin/sh\nexec sleep 60\n' >bin/kustomize
check 'too long' '2
envs/b: kustomize could not be run to its end: Connection timed out' "$(look="$work/bin:$PATH" verify --timeout 0.3 envs/b | head -n 2)"

# The time counts until the program is gone, not until it has closed its output; the question for the version has as long.
printf '#!/bin/sh\nexec >&-\nexec sleep 60\n' >bin/kustomize
began=$(date +%s)
check 'too long, with nothing more to say' '2
envs/b: kustomize could not be run to its end: Connection timed out' "$(look="$work/bin:$PATH" verify --timeout 0.2 envs/b | head -n 2)"
check 'and not waited for' yes "$([ $(($(date +%s) - began)) -lt 20 ] && echo yes)"
printf '#!/bin/sh\nexec yes\n' >bin/kustomize
check 'too much' '2
envs/b: kustomize prints more than 1000 bytes (--max-output-bytes)' "$(look="$work/bin:$PATH" verify --max-output-bytes 1000 envs/b | head -n 2)"
printf '#!/bin/sh\nwhile :; do echo x; done\n' >bin/kustomize
check 'too long, without a pause' '2
envs/b: kustomize could not be run to its end: Connection timed out' "$(look="$work/bin:$PATH" verify --timeout 0.1 envs/b | head -n 2)"

printf '#!/bin/sh\necho "$*" >"%s/asked"\n' "$work" >bin/kubectl-1.30
chmod +x bin/kubectl-1.30
verify --with bin/kubectl-1.30 --load-restrictor=LoadRestrictionsNone envs/b >/dev/null
check 'kubectl is asked' 'kustomize --load-restrictor=LoadRestrictionsNone envs/b' "$(cat asked)"
check 'and has not all' '2
conf-render: error: kubectl kustomize has no --reorder
    hint: --with kustomize compares with kustomize' "$(verify --with bin/kubectl-1.30 --reorder none envs/b)"
mkdir ./-d
cp envs/b/kustomization.yaml ./-d
rm asked
verify --with bin/other --reorder none --enable-managedby-label -- -d >/dev/null
check 'a directory is no option' 'build --reorder=none --enable-managedby-label ./-d' "$(cat asked)"

mkdir self
ln -s "$program" self/kustomize
check 'this program is not compared with itself' '2
conf-render: error: "self/kustomize" is this program itself
    hint: --with PROGRAM names one' "$(verify --with self/kustomize envs/b)"
check 'nor found' '2
conf-render: error: there is neither kustomize nor kubectl on the PATH to compare with
    hint: --with PROGRAM names one' "$(look="$work/self" verify envs/b)"

rm self/kustomize
cp "$program" self/kustomize
check 'a copy of it is found out' '2
conf-render: error: "self/kustomize" is this program itself' "$(verify --with self/kustomize envs/b | head -n 2)"
check 'and left out' '2
conf-render: error: there is neither kustomize nor kubectl on the PATH to compare with' "$(look="$work/self" verify envs/b | head -n 2)"
printf '#!/bin/sh\nexec "%s" "$@"\n' "$program" >self/kustomize
check 'a script around it too' '2
conf-render: error: "self/kustomize" is this program itself' "$(verify --with self/kustomize envs/b | head -n 2)"
printf '#!/bin/sh\necho x: 1\n' >bin/kustomize
check 'the next one is taken' '1
envs/b: differs at line 1, column 1 (byte 1)' "$(look="$work/self:$work/bin:$PATH" verify envs/b | head -n 2)"
cp self/kustomize self/conf-render-old
check 'under another name it is compared' '0
1 directory: 1 equal, 0 different; conf-render T ms, conf-render-old T ms' "$(verify --with self/conf-render-old envs/b | sed 2d)"

# What the tree asks for beyond kustomize is switched off.
cat >envs/b/kustomization.yaml <<'Y'
metadata: {annotations: {conf-render/immutable: "hashed"}}
configMapGenerator: [{name: x, literals: [a=1]}]
Y
echo '/^immutable: true$/d' >edit
check 'settings are off' '0' "$(verify --with bin/other envs/b | head -n 1)"
check 'no PATH, no reference' '2' "$(verify --with bin/nothing envs/b | head -n 1)"
finish
