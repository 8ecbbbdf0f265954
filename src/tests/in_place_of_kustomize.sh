#!/bin/sh
# Called as kustomize: the forms of version, the exit status, and what Argo CD runs before and when it builds.
#
#     in_place_of_kustomize.sh PROGRAM REPOSITORY
#
# Where a real kustomize is on the PATH, or KUSTOMIZE names one, it goes the same way, and the two have to agree after each step; with
# RECORD=1 that is what all others are held against.
set -eu
. "$(dirname "$0")/check.sh"
program=$1
repository=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/cr-place-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir bin
for name in conf-render kustom kustomize kustomize5 kustomize-v5.8.1; do
	ln -s "$program" "bin/$name"
done

# The exit status; standard output and standard error are in files.
run() {
	status=0
	"$@" >out 2>err || status=$?
	echo "$status"
}

check 'by its name' 'conf-render 0.1.0 (output as kustomize v5.8.1)' "$(bin/conf-render version | sed 's/[0-9]*\.[0-9]*\.[0-9]* (/0.1.0 (/')"
check 'by the begin of it' "$(bin/conf-render version)" "$(bin/kustom version)"
for name in kustomize kustomize5 kustomize-v5.8.1; do
	check "as $name" v5.8.1 "$(bin/$name version)"
done
check 'short' '{kustomize/v5.8.1  2026-02-09T00:00:00Z  }' "$(bin/kustomize version --short)"
number=$(bin/conf-render version --short)
check 'its own number' "$number" "$(bin/conf-render version | cut -d ' ' -f 2)"
machine=$(uname -m)
case $machine in
x86_64) architecture=amd64 ;;
aarch64) architecture=arm64 ;;
*) architecture= ;;
esac
if [ -n "$architecture" ]; then
	check json '{
  "version": "kustomize/v5.8.1",
  "gitCommit": "unknown",
  "buildDate": "2026-02-09T00:00:00Z",
  "goOs": "linux",
  "goArch": "'$architecture'",
  "goVersion": "unknown",
  "confRender": "'"$number"'"
}' "$(bin/kustomize version -o json)"
	check yaml 'version: kustomize/v5.8.1
gitCommit: unknown
buildDate: "2026-02-09T00:00:00Z"
goOs: linux
goArch: '$architecture'
goVersion: unknown
confRender: '"$number" "$(bin/kustomize version --output=yaml)"
	check 'its own json' '{
  "confRender": "'"$number"'",
  "kustomize": "v5.8.1",
  "os": "linux",
  "arch": "'$architecture'"
}' "$(bin/conf-render version -o json)"
fi
check 'an empty line behind YAML, as there' 8 "$(bin/kustomize version -o yaml | wc -l | tr -d ' ')"
for form in '-ojson' '-o=json' '--output json' '--output=json' '--stack-trace -o json'; do
	# The words of a form are arguments of their own.
	# shellcheck disable=SC2086
	check "version $form" "$(bin/kustomize version -o json)" "$(bin/kustomize version $form)"
done
check 'as Argo CD takes it apart' 'v5.8.1 2026-02-09T00:00:00Z' "$(bin/kustomize version --short |
	sed -e 's/^{//' -e 's/}$//' -e 's/ *$//' -e 's/  / /g' -e 's,^kustomize/,,')"

# Wrong use is a status of its own only under the own name.
for wrong in 'build --nothing' 'build -x' 'buidl .' 'version -o xml' 'version -o json --sandbox' 'version --nothing' \
	'edit nothing' 'edit set nothing' 'edit add label --nothing' 'create --nothing' '--nothing' 'help nothing'; do
	# shellcheck disable=SC2086
	check "kustomize $wrong" 1 "$(run bin/kustomize $wrong)"
	check "and nothing on standard output: $wrong" '' "$(cat out)"
	# shellcheck disable=SC2086
	check "conf-render $wrong" 2 "$(run bin/conf-render $wrong)"
done
for own in 'check --nothing' 'verify --nothing' 'deps --nothing' 'cmp nothing'; do
	# shellcheck disable=SC2086
	check "what kustomize does not have keeps its status: $own" 2 "$(run bin/kustomize $own)"
done
for missing in localize cfg fn openapi docs-fn docs-merge3 tutorials-command-basics; do
	check "kustomize $missing" 1 "$(run bin/kustomize $missing a b)"
	check "which says why: $missing" 1 "$(grep -c "error: there is no \"$missing\" here: " err)"
done
check 'no command' 0 "$(run bin/kustomize)"
check 'is help' "$(bin/kustomize help)" "$(cat out)"
check 'edit alone' 0 "$(run bin/kustomize edit)"
check 'is help too' "$(bin/kustomize edit --help)" "$(cat out)"
check 'its own name' 2 "$(run bin/conf-render edit)"

cp -R "$repository/testdata/place/in" app
mkdir app/.git
check 'one directory' 1 "$(run bin/kustomize build app/base app/many)"
check 'and why' 'conf-render: error: build takes one directory' "$(head -n 1 err)"
check 'several' 0 "$(run bin/conf-render build app/base app/many)"

# What goes beyond kustomize is there.
check 'all' 0 "$(run bin/kustomize build --all app/overlays)"
check 'renders' "$(bin/kustomize build app/overlays/prod)" "$(cat out)"
check 'as files' 0 "$(run bin/kustomize build --all app/overlays -o all/)"
check 'an environment each' prod.yaml "$(ls all)"
check 'its options' 0 "$(run bin/kustomize build --strict --hash=all --format json --sandbox=try --max-files 100 app/overlays/prod)"
check 'their work' 1 "$(grep -c '"kind": *"Deployment"' out)"

# A "/" makes no directory.
check 'no directory' 1 "$(run bin/kustomize build app/base -o new/)"
check 'none was made' no "$([ -e new ] && echo yes || echo no)"
mkdir new
check 'a directory' 0 "$(run bin/kustomize build app/base -o new/)"
check 'a file a resource' 'apps_v1_deployment_trainer.yaml
v1_service_trainer.yaml' "$(ls new)"
check 'its own meaning' 0 "$(run bin/conf-render build app/base -o own/)"
check 'an environment' base.yaml "$(ls own)"

# What is no error is a comment, so that the two streams can be one; errors are none.
bin/kustomize build app/old >merged 2>&1
bin/kustomize build app/old >alone 2>warned
check 'comments' "$(cat alone)" "$(grep -v '^# ' merged)"
check 'there were some' "$(bin/conf-render build app/old 2>&1 >/dev/null)" "$(sed 's/^# //' warned)"
check 'of several lines' yes "$([ "$(wc -l <warned)" -gt 2 ] && echo yes)"
check 'but as JSON' 0 "$(run bin/kustomize build --diagnostics json app/old)"
check 'they are lines of their own' '' "$(grep -v '^{' err)"
check 'an error' 1 "$(run bin/kustomize build app/nowhere)"
check 'is said aloud' '' "$(grep '^#' err)"

# Argo CD's environment: no home, a git and a helm of its own in front, credentials. Neither may be run.
mkdir wrappers
for name in git helm; do
	# shellcheck disable=SC2016
	printf '#!/bin/sh\necho "$0 $*" >>"%s/called"\nexit 1\n' "$work" >"wrappers/$name"
	chmod +x "wrappers/$name"
done
as_argocd() {
	env -i PATH="$work/wrappers:/usr/bin:/bin" ${ASAN_OPTIONS:+"ASAN_OPTIONS=$ASAN_OPTIONS"} ${MSAN_OPTIONS:+"MSAN_OPTIONS=$MSAN_OPTIONS"} \
		ARGOCD_APP_NAME=app ARGOCD_APP_REVISION=abc GIT_ASKPASS=argocd GIT_USERNAME=x GIT_PASSWORD=secret GIT_TERMINAL_PROMPT=0 \
		GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*' HTTPS_PROXY=http://127.0.0.1:1 "$@"
}

# All that is done to one checkout: after each step its status, what it said on standard output, and the build from the root of the
# repository with an absolute path.
walk() {
	kustomize=$1
	root=$2
	rm -rf "$root"
	cp -R "$repository/testdata/place/in" "$root"
	mkdir "$root/.git"
	while IFS= read -r line; do
		eval "set -- $line"
		echo "== $line"
		status=0
		(cd "$root/overlays/prod" && as_argocd "$kustomize" "$@" 2>/dev/null) || status=$?
		echo "status $status"
		status=0
		(cd "$root" && as_argocd "$kustomize" build "$root/overlays/prod" 2>/dev/null) >"$root.built" || status=$?
		cat "$root.built"
		echo "status $status"
		for options in '--enable-helm --load-restrictor LoadRestrictionsNone' \
			'--enable-helm --helm-kube-version 1.32 --helm-api-versions v1 --helm-api-versions apps/v1' \
			'--enable-alpha-plugins --enable-exec' '--stack-trace --enable-managedby-label=false'; do
			# shellcheck disable=SC2086
			(cd "$root" && as_argocd "$kustomize" build "$root/overlays/prod" $options 2>/dev/null) >"$root.other" || :
			cmp -s "$root.built" "$root.other" || echo "otherwise with $options"
		done
	done <<'L'
edit set nameprefix -- blue-
edit set namesuffix -- -v2
edit set image trainer=registry.example.com:5000/ml/trainer:v2 other@sha256:24a0c4b4a4c0eb97a1aabb8e29f18e917d05abfe1b7a7c07857230879ce7d3d3
edit set image trainer@sha256:24a0c4b4a4c0eb97a1aabb8e29f18e917d05abfe1b7a7c07857230879ce7d3d3
edit set replicas trainer=2
edit add label team:ml
edit add label team:other
edit add label --force team:other
edit add label --force --without-selector --include-templates tier:gpu 'cost:a1'
edit add annotation note:text
edit add annotation owner:other
edit add annotation --force owner:other 'url:https://example.com/a?b=c'
edit set namespace -- ml-prod
edit add component ../../components/gpu
edit add component ../../components/none
edit set replicas trainer=3 server=4
L
}

walk "$work/bin/kustomize" "$work/ours" >ours.out
check 'each step, and the builds' "$(cat "$repository/testdata/place/argocd.out")" "$(cat ours.out)"
check 'nothing else was run' no "$([ -e called ] && echo yes || echo no)"
check 'no file was left behind' 'components
kustomization.yaml' "$(cd ours/overlays/prod && { ls -A; ls ../.. | grep components; } | sort)"
check 'comments stay' '- ../../base # shared' "$(grep '# shared' ours/overlays/prod/kustomization.yaml)"

# Without git: from the top of the tree, and from anywhere by an absolute path, there is nothing in the way; in the overlay itself the root is
# the working directory, and the message names the option that makes it wider.
rm -rf app/.git
bin/kustomize build app/overlays/prod >built
check 'from the top' 0 "$(cd app && run "$work/bin/kustomize" build overlays/prod)"
check 'the same' yes "$(cmp -s built app/out && echo yes)"
check 'from elsewhere' 0 "$(cd wrappers && run "$work/bin/kustomize" build "$work/app/overlays/prod")"
check 'the same there' yes "$(cmp -s built wrappers/out && echo yes)"
check 'an edit' 0 "$(cd app/overlays/prod && run "$work/bin/kustomize" edit add component ../../components/gpu)"
if ! git -C app rev-parse 2>/dev/null; then
	check 'in the overlay' 1 "$(cd app/overlays/prod && run "$work/bin/kustomize" build)"
	check 'with what to do' 1 "$(grep -c -e '--root "../.."' app/overlays/prod/err)"
fi
check 'which does it' 0 "$(cd app/overlays/prod && run "$work/bin/kustomize" build --root ../..)"
check 'in front too, for a script around it' 0 "$(cd app/overlays/prod && run "$work/bin/kustomize" --root "$work/app" build .)"

real=${KUSTOMIZE:-$(command -v kustomize || :)}
if [ -n "$real" ] && ! "$real" version -o json 2>&1 | grep -q confRender; then
	walk "$real" "$work/theirs" >theirs.out
	check 'as kustomize does it' "$(cat theirs.out)" "$(cat ours.out)"
	[ -z "${RECORD:-}" ] || cp theirs.out "$repository/testdata/place/argocd.out"
else
	echo 'no kustomize here to compare with'
fi
finish
