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

finish() {
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}
