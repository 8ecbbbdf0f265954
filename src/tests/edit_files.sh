#!/bin/sh
# What edits leave of the files themselves: mode, owner, links, line ends, and nothing besides; of what cannot be written all. And whenever
# an edit is killed, each file is as it was or as the edit leaves it.
#
#     edit_files.sh PROGRAM
set -eu
. "$(dirname "$0")/check.sh"
program=$1
work=$(mktemp -d "${TMPDIR:-/tmp}/cr-edit-files-XXXXXX")
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
chmod 755 .

state() {
	stat -c '%a %u %g' kustomization.yaml
}

mkdir plain
cd plain
printf 'namespace: a\n' >kustomization.yaml
chmod 640 kustomization.yaml
"$program" edit set namespace b
check 'the mode stays' "640 $(id -u) $(id -g)" "$(state)"
check 'nothing is left beside' kustomization.yaml "$(ls -A)"
before=$(stat -c %i kustomization.yaml)
"$program" edit set namespace b
check 'what does not change is not written' "$before" "$(stat -c %i kustomization.yaml)"
printf 'namespace: a\r\n# c\r\n' >kustomization.yaml
"$program" edit set nameprefix x-
check 'lines end as they did' "$(printf 'namespace: a\r\n# c\r\nnamePrefix: x-\r\n')" "$(cat kustomization.yaml)"

printf 'namespace: a\n' >real.yaml
ln -sf real.yaml kustomization.yaml
"$program" edit set namespace b
check 'a link stays' real.yaml "$(readlink kustomization.yaml)"
check 'and its file is edited' 'namespace: b' "$(cat real.yaml)"
cd ..
mkdir other
printf 'namespace: a\n' >other/kustomization.yaml
ln -sf ../other/kustomization.yaml plain/kustomization.yaml
check 'a link out of the directory' 1 "$(cd plain && "$program" edit set namespace b 2>/dev/null && echo 0 || echo 1)"
check 'leads to no change' 'namespace: a' "$(cat other/kustomization.yaml)"

# Others' files, and those that may not be written.
if [ "$(id -u)" = 0 ]; then
	chown 1234:1235 other/kustomization.yaml
	chmod 604 other/kustomization.yaml
	(cd other && "$program" edit set namespace b)
	check 'root keeps the owner' '604 1234 1235' "$(cd other && state)"
fi
as=
[ "$(id -u)" != 0 ] || as='setpriv --reuid=65534 --regid=65534 --clear-groups'
mkdir guarded
printf 'namespace: a\n' >guarded/kustomization.yaml
chmod 444 guarded/kustomization.yaml
[ -z "$as" ] || chown -R 65534:65534 guarded
if $as "$program" version >/dev/null 2>&1; then
	cd guarded
	check 'a read-only file is refused' 1 "$($as "$program" edit set namespace b 2>/dev/null && echo 0 || echo 1)"
	check 'it stays' 'namespace: a' "$(cat kustomization.yaml)"
	chmod 644 kustomization.yaml
	chmod 555 .
	check 'in a read-only directory' 1 "$($as "$program" edit set namespace b 2>/dev/null && echo 0 || echo 1)"
	check 'too' 'namespace: a' "$(cat kustomization.yaml)"
	chmod 755 .
	cd ..
fi

# Killed at any moment. With vars several files change: the build is the same all the time.
mkdir -p vars/base
cd vars
printf 'resources: [base]\nvars:\n- name: A\n  objref: {apiVersion: v1, kind: Service, name: a}\n' >old.k
printf 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n' >base/a.yaml
printf 'resources: [a.yaml, b.yaml, c.yaml]\n' >base/kustomization.yaml
for name in b c; do
	printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{name: x, image: i, args: ["$(A)"]}]}\n' $name >base/$name.old
done
reset_all() {
	cp old.k kustomization.yaml
	cp base/b.old base/b.yaml
	cp base/c.old base/c.yaml
}
reset_all
wanted=$("$program" build . 2>/dev/null)
from=$(date +%s%N)
"$program" edit fix --vars >/dev/null
took=$(($(date +%s%N) - from))
check 'built as before' "$wanted" "$("$program" build . 2>/dev/null)"
check 'without vars' 0 "$(grep -c vars kustomization.yaml || :)"
torn=0
i=0
while [ $i -lt 40 ]; do
	reset_all
	after=$((took * i / 33 / 1000))
	signal=$([ $((i % 2)) = 0 ] && echo KILL || echo TERM)
	timeout -s $signal "$(printf '0.%06d' $after)" "$program" edit fix --vars >/dev/null 2>&1 || :
	[ "$("$program" build . 2>/dev/null)" = "$wanted" ] || torn=$((torn + 1))
	[ $signal = KILL ] || [ -z "$(find . -name '.conf-render-*')" ] || torn=$((torn + 1))
	find . -name '.conf-render-*' -exec rm -f {} +
	i=$((i + 1))
done
check 'killed at any moment' 0 $torn
finish
