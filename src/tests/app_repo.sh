#!/bin/sh
# What an application's repository has of conf-render.mk, of the workflow and of the hooks, in a copy of overlays-examples/app-repo.
#
#     app_repo.sh PROGRAM REPOSITORY
#
# Status 77 where there is no GNU make or no git.
set -eu
. "$(dirname "$0")/check.sh"
program=$1
repository=$2
if ! make --version 2>/dev/null | grep -q '^GNU Make [4-9]' || ! git --version >/dev/null 2>&1; then
	echo 'no GNU make or no git here'
	exit 77
fi
unset MAKEFLAGS MAKELEVEL MFLAGS
work=$(mktemp -d "${TMPDIR:-/tmp}/cr-app-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
# A copy that is old: what was linked a second ago would have all rendered again.
cp "$program" "$work/bin/conf-render"
touch -d '2 hours ago' "$work/bin/conf-render"
PATH=$work/bin:$PATH
export PATH
use_git "$work"
cp -R "$repository/overlays-examples/app-repo" "$work/app"
cp "$repository/scripts/conf-render.mk" "$work/app/"
cd "$work/app"

# What make says, sorted, since with -j the order is nobody's.
run() {
	status=0
	make "$@" >"$work/out" 2>&1 || status=$?
	sort "$work/out"
	[ "$status" = 0 ] || echo "status $status"
}

# As if it had all been there for long: a file of now is newer than what was rendered, and that than all else.
age() {
	find . -path ./.git -prune -o -type f -exec touch -d '1 hour ago' {} +
	find rendered -type f -exec touch -d '2 seconds ago' {} +
}

all='rendered rendered/dev.yaml
rendered rendered/prod.yaml
rendered rendered/staging.yaml'
check 'ten lines' yes "$([ "$(wc -l <Makefile)" -le 10 ] && echo yes)"
check 'all at first' "$all" "$(run -j4 render)"
check 'nothing twice' '' "$(run render)"
check 'the bytes of build' '' "$(conf-render build deploy/overlays/prod | cmp - rendered/prod.yaml)"
age
check 'nothing when all is older' '' "$(run -j4 render)"
touch deploy/components/metrics/port.yaml
check 'a component' 'rendered rendered/prod.yaml
rendered rendered/staging.yaml' "$(run -j4 render)"
check 'a component, once' '' "$(run -j4 render)"
age
touch deploy/overlays/dev/kustomization.yaml
check 'an overlay of another' '' "$(run render-prod)"
check 'its own' 'rendered rendered/dev.yaml' "$(run render-dev)"
age
touch deploy/base/config/shop.properties
check 'a base' "$all" "$(run render)"
age
echo '# changed' >>Makefile
check 'other options, maybe' "$all" "$(run render)"
age
rm rendered/dev.yaml
check 'an output that is gone' 'rendered rendered/dev.yaml' "$(run render)"
rm .conf-render/prod.d
check 'a list that is gone' 'rendered rendered/prod.yaml' "$(run render)"

# A program whose path has a space is one program: nothing twice, and all when it is another.
mkdir "$work/b in"
mv "$work/bin/conf-render" "$work/b in/conf-render"
PATH="$work/b in:$PATH"
age
check 'a space in the path' '' "$(run render)"
touch "$work/b in/conf-render"
check 'another program there' "$all" "$(run render)"
touch -d '2 hours ago' "$work/b in/conf-render"
age
check 'named by its path' '' "$(PATH=${PATH#*:}; run render "CONF_RENDER='$work/b in/conf-render'")"
touch "$work/b in/conf-render"
check 'another one, named' "$all" "$(PATH=${PATH#*:}; run render "CONF_RENDER='$work/b in/conf-render'")"
touch -d '2 hours ago' "$work/b in/conf-render"

# A base that is gone is an error of the renderer, and what was rendered stays.
age
mv deploy/components/metrics "$work/metrics"
run -k render >"$work/said"
check 'a base is gone' 'yes no' "$(grep -q 'cannot open directory "../../components/metrics"' "$work/said" && echo yes || cat "$work/said") $(grep -q 'No rule' "$work/said" || echo no)"
check 'what was rendered stays' 'rendered/dev.yaml rendered/prod.yaml rendered/staging.yaml' "$(echo rendered/*)"
mv "$work/metrics" deploy/components/
age
check 'it is back' '' "$(run render)"

# Names as people have them.
mv deploy/base/config/shop.properties 'deploy/base/config/our $hop: #1 (a).properties'
sed -i "s|config/shop.properties|'shop.properties=config/our \$hop: #1 (a).properties'|" deploy/base/kustomization.yaml
check 'odd names' "$all" "$(run -j4 render)"
age
check 'odd names, once' '' "$(run -j4 render)"
touch 'deploy/base/config/our $hop: #1 (a).properties'
check 'odd names, changed' "$all" "$(run render)"
cp -R deploy/overlays/dev 'deploy/overlays/a b'
check 'a space in an environment' 'yes' "$(run render | grep -q 'has a space in its name' && echo yes)"
rm -r 'deploy/overlays/a b'

# New environments come by themselves; of old ones it is said what is left.
cp -R deploy/overlays/dev deploy/overlays/test
mv deploy/overlays/test/kustomization.yaml deploy/overlays/test/Kustomization
check 'a new environment' 'rendered rendered/test.yaml' "$(run render)"
rm -r deploy/overlays/test
check 'an old one' 'rendered/test.yaml: there is no such environment (any more)' "$(run render)"
rm rendered/test.yaml .conf-render/test.d

# Against what is committed.
echo .conf-render >.gitignore
git init -q .
git add -A
git commit -qm 'all of it'
check 'as committed' '' "$(run diff-rendered)"
git rm -rq --cached rendered
echo rendered >>.gitignore
check 'ignored' 'ignored by git, which sees no difference there: rendered/dev.yaml rendered/prod.yaml rendered/staging.yaml status 2' \
	"$(run diff-rendered | grep -e ^ignored -e ^rendered/ -e ^status | xargs echo)"
git checkout -q HEAD .gitignore rendered
git reset -q
sed -i 's/count: 3/count: 4/' deploy/overlays/prod/kustomization.yaml
run diff-rendered >"$work/said"
check 'a difference' '+ replicas: 4 - replicas: 3 status 2' "$(grep -e '^[-+]  replicas' -e ^status "$work/said" | xargs echo)"
cp -R deploy/overlays/dev deploy/overlays/test
check 'what is not committed' 'not committed: rendered/test.yaml' "$(git checkout -q deploy; run diff-rendered | grep -e '^not' -e '^rendered/t' | xargs echo)"
rm -r deploy/overlays/test rendered/test.yaml
check 'checked' '' "$(run check | grep -v '^[0-9 a-z,]*$')"
printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: "x:1", envFrom: [{configMapRef: {name: nowhere}}]}]}\n' >deploy/overlays/dev/pod.yaml
sed -i 's|^- ../../base|&\n- pod.yaml|' deploy/overlays/dev/kustomization.yaml
check 'and found' yes "$(run check | grep -q 'missing-configmap' && echo yes || cat "$work/out")"
git checkout -q .
git clean -qfd

# The steps of the workflow and the commands of the hooks, as they would be run.
if python3 -c 'import yaml' 2>/dev/null; then
	python3 - "$repository" "$work" <<'P'
import pathlib, sys, yaml
repository, work = map(pathlib.Path, sys.argv[1:])
workflow = yaml.safe_load((repository / "overlays-examples/app-repo/github-workflow.yaml").read_text())
for number, step in enumerate(workflow["jobs"]["render"]["steps"]):
    if "run" in step and not step["name"].startswith("Install"):
        (work / f"step{number}.sh").write_text(step["run"])
hooks = yaml.safe_load((repository / ".pre-commit-hooks.yaml").read_text())
for hook in hooks:
    assert hook["language"] == "system" and not hook["pass_filenames"], hook
    (work / f"hook-{hook['id']}.sh").write_text(" ".join([hook["entry"], *hook["args"]]) + "\n")
P
	BASE=$(git rev-parse HEAD)
	RUNNER_TEMP=$work/runner GITHUB_STEP_SUMMARY=$work/summary
	export BASE RUNNER_TEMP GITHUB_STEP_SUMMARY
	mkdir "$RUNNER_TEMP"
	printf 'secretGenerator:\n- name: db\n  literals: [password=hunter2]\n' >>deploy/overlays/prod/kustomization.yaml
	sed -i 's/count: 3/count: 5/' deploy/overlays/prod/kustomization.yaml
	for step in "$work"/step*.sh; do
		check "${step##*/}" '' "$(bash -e "$step" >"$work/out" 2>&1 || cat "$work/out")"
	done
	check 'what changed' '+ replicas: 5 - replicas: 3' "$(grep -e '^[-+]  replicas' "$GITHUB_STEP_SUMMARY" | sort | xargs echo)"
	check 'that a Secret did' 1 "$(grep -c '^- Secret changed: `prod/.*v1_secret_db-' "$GITHUB_STEP_SUMMARY")"
	check 'and not to what' '' "$(grep -e hunter2 -e aHVudGVyMg "$GITHUB_STEP_SUMMARY" || :)"
	check 'dev is as it was' '' "$(grep dev/ "$GITHUB_STEP_SUMMARY" || :)"
	git worktree prune
	git checkout -q .
	for hook in "$work"/hook-*.sh; do
		check "${hook##*/}" '' "$(sh -e "$hook" 2>&1 | grep -v '^[0-9 a-z,]*$' || :)"
	done
	echo 'resources: [gone.yaml]' >deploy/overlays/dev/kustomization.yaml
	for hook in "$work"/hook-*.sh; do
		check "${hook##*/} fails" no "$(sh -e "$hook" >/dev/null 2>&1 || echo no)"
	done
fi
finish
