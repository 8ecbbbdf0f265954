#!/bin/sh
# Each ring holds alone: the program without its sandbox, and with it a copy of the program whose opener confines nothing. That copy without
# a sandbox must give away what lies outside, or this test shows nothing. Status 77 where the sandbox is not to be had.
#
#     rings.sh PROGRAM UNCONFINED
set -u
program=$1
unconfined=$2
top=$(mktemp -d) || exit 1
trap 'rm -rf "$top"' EXIT
cd "$top" || exit 1
failed=0

if "$unconfined" version --sandbox | grep 'not active'; then
	exit 77
fi

mkdir -p outside/base root/.git
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: canary\n' | tee outside/secret.yaml >outside/base/secret.yaml
echo 'resources: [secret.yaml]' >outside/base/kustomization.yaml
echo 'canary=canary' >outside/secret.env

# tree NAME TEXT: a directory of the root with this kustomization.
tree() {
	mkdir -p "root/$1"
	printf '%s\n' "$2" >"root/$1/kustomization.yaml"
}
tree upwards 'resources: [../../outside/secret.yaml]'
tree absolute "resources: [$top/outside/secret.yaml]"
tree link 'resources: [link.yaml]'
ln -s ../../outside/secret.yaml root/link/link.yaml
tree absolute-link 'resources: [link.yaml]'
ln -s "$top/outside/secret.yaml" root/absolute-link/link.yaml
tree directory-link 'resources: [link/secret.yaml]'
ln -s ../../outside root/directory-link/link
tree base 'resources: [../../outside/base]'
tree env 'configMapGenerator: [{name: a, envs: [../../outside/secret.env]}]'
tree itself 'resources: [../link/link.yaml]'

# expect LEAKS PROGRAM OPTION DIRECTORY: does the run give the canary away, or end with status 1?
expect() {
	"$2" build --load-restrictor LoadRestrictionsNone "$3" "$4" >out 2>err
	status=$?
	if cat out err | grep -q '[:=] *canary'; then leaks=yes; else leaks=no; fi
	if [ "$leaks" != "$1" ] || { [ "$1" = no ] && [ $status != 1 ]; }; then
		echo "FAILED $2 build $3 $4: status $status, leaks: $leaks, wanted $1"
		cat out err
		failed=$((failed + 1))
	fi
}

for directory in root/*; do
	expect yes "$unconfined" --sandbox=off "$directory"
	expect no "$unconfined" --sandbox=require "$directory"
	expect no "$program" --sandbox=off "$directory"
	expect no "$program" --sandbox=require "$directory"
done
echo "$failed failed"
[ $failed = 0 ]
