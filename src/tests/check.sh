# Counts of what held and what did not. To be sourced by a test: check WHAT WANTED GOT; at the end finish.
passed=0
failed=0

check() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf '%s: wanted\n%s\ngot\n%s\n' "$1" "$2" "$3"
	fi
}

# use_git HOME: from now on git has the settings of that directory only, and somebody to commit as.
use_git() {
	export HOME="$1" GIT_CONFIG_NOSYSTEM=1 LC_ALL=C
	git config --global user.email test@example.com
	git config --global user.name test
	git config --global init.defaultBranch main
}

finish() {
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}
