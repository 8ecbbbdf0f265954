#!/bin/bash
# Does what README.md says of each door work? Every block that begins with ```sh is run, a line after the other and none may fail, in a copy
# of what it names: scripts and overlays-examples, committed to a repository of git.
#
#     doors.sh PROGRAM REPOSITORY
#
# There is no cluster: a kubectl of the test takes what would change one, in a file or on its standard input, and wants something in it.
# Plugins it leaves to the real one, where that is installed. Status 77 where there is no git or no GNU make.
set -u
. "$(dirname "$0")/check.sh"
program=$(realpath "$1")
repository=$2
if ! make --version 2>/dev/null | grep -q '^GNU Make [4-9]' || ! git --version >/dev/null 2>&1; then
	echo 'no GNU make or no git here'
	exit 77
fi
unset MAKEFLAGS MAKELEVEL MFLAGS
work=$(mktemp -d "${TMPDIR:-/tmp}/cr-doors-XXXXXX")
trap 'rm -rf "$work"' EXIT
real_kubectl=$(command -v kubectl || :)
mkdir "$work/bin" "$work/blocks"
for name in conf-render kubectl-conf_render kubectl_complete-conf_render; do
	ln -s "$program" "$work/bin/$name"
done
cat >"$work/bin/kubectl" <<END
#!/bin/bash
set -eu
case \$1 in
apply | patch)
	file=\${!#}
	[ "\$file" != - ] || file=/dev/stdin
	grep -cE '^(kind|spec|data):' "\$file" >>"$work/given"
	;;
conf-render) shift && exec $(if [ -n "$real_kubectl" ]; then echo "$real_kubectl" conf-render; else echo kubectl-conf_render; fi) "\$@" ;;
*) exit 3 ;;
esac
END
chmod +x "$work/bin/kubectl"
export PATH="$work/bin:$PATH"
use_git "$work"

# As much of Argo CD's own manifests as scripts/argocd changes.
install_of_argocd() {
	cat <<-'END'
		apiVersion: v1
		kind: ConfigMap
		metadata:
		  name: argocd-cm
		---
		apiVersion: apps/v1
		kind: Deployment
		metadata:
		  name: argocd-repo-server
		spec:
		  template:
		    spec:
		      containers:
		      - name: argocd-repo-server
		        image: quay.io/argoproj/argocd:v3.5.7
	END
}

awk -v dir="$work/blocks" '
	/^```/ { file = $0 == "```sh" ? sprintf("%s/%04d", dir, NR) : ""; next }
	file != "" { print > file }' "$repository/README.md"
for block in "$work"/blocks/*; do
	rm -rf "$work/copy" && mkdir "$work/copy"
	cp -R "$repository/overlays-examples" "$repository/scripts" "$work/copy"
	install_of_argocd >"$work/copy/scripts/argocd/install.yaml"
	(cd "$work/copy" && git init -q && git add . && git commit -q -m all)
	status=0
	(cd "$work/copy" && bash -euo pipefail "$block") >"$work/out" 2>&1 </dev/null || status=$?
	[ "$status" = 0 ] || sed 's/^/    /' "$work/out"
	check "README.md, the block at line $((10#$(basename "$block")))" 'status 0' "status $status"
done
check 'what kubectl was given that is empty' '' "$(grep -x 0 "$work/given")"
check 'that kubectl was given something' yes "$([ -s "$work/given" ] && echo yes)"
finish
