# What .ci/run and scripts/release-check.sh have in common. They set work, the directory for builds and logs, and wanted, the steps that are
# asked for (none: all).
passed=0
failed=0

# step NAME COMMAND...: runs it unless other steps are asked for.
step() {
	local name=$1 start=$SECONDS
	shift
	if [ ${#wanted[@]} -gt 0 ] && [[ " ${wanted[*]} " != *" $name "* ]]; then
		return
	fi
	if ("$@") >"$work/$name.log" 2>&1 </dev/null; then
		passed=$((passed + 1))
		echo "ok      $name ($((SECONDS - start)) s)$(remark "$name")"
	else
		failed=$((failed + 1))
		echo "FAILED  $name ($((SECONDS - start)) s)$(remark "$name"), $work/$name.log:"
		tail -n 40 "$work/$name.log" | sed 's/^/    /'
	fi
}

# What a step has to say in its line: the last "remark: " line of its log.
remark() {
	sed -n 's/^remark: /, /p' "$work/$1.log" | tail -n 1
}

finish() {
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
}

# configure NAME COMPILER CMAKE-OPTION...
configure() {
	local name=$1 compiler=$2
	shift 2
	cmake -S . -B "$work/$name" -G Ninja -DCMAKE_C_COMPILER="$compiler" "$@"
}

# build NAME COMPILER CMAKE-OPTION...: configure and build.
build() {
	configure "$@" && cmake --build "$work/$1"
}

# tests NAME CTEST-OPTION...: the tests of that build; the step's line names those that do not find here what they are about.
tests() {
	local status=0 skipped
	ctest --test-dir "$work/$1" --output-on-failure -j "$(nproc)" "${@:2}" >"$work/$1.tests" || status=$?
	cat "$work/$1.tests"
	skipped=$(sed -n 's/^\t *[0-9]* - \(.*\) (Skipped)$/\1/p' "$work/$1.tests" | paste -s -d ' ')
	[ -z "$skipped" ] || echo "remark: skipped: $skipped"
	return "$status"
}

# suite NAME COMPILER CMAKE-OPTION...: the same with all tests.
suite() {
	build "$@" && tests "$1"
}

# sanitized NAME COMPILER CMAKE-OPTION...: the same under the address and undefined-behaviour sanitizers.
sanitized() {
	suite "$@" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS=-O1 -DCONFRENDER_SANITIZE=ON
}

# unless_skipped COMMAND...: exit status 77 means that the machine lacks something.
unless_skipped() {
	local status=0
	"$@" || status=$?
	if [ "$status" -eq 77 ]; then
		echo 'remark: skipped, this machine lacks something'
		status=0
	fi
	return "$status"
}
