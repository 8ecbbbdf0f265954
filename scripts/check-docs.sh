#!/bin/sh
# Does docs/rules.md have every code of the library, and --help's options the man page?
set -eu
cd "$(dirname "$0")/.."
missing=0
for code in $(sed -n 's/^X([A-Z_]*, "\([a-z-]*\)".*/\1/p' src/base/diag_codes.def); do
	if ! grep -q "^| \`$code\`" docs/rules.md; then
		echo "docs/rules.md has no row for $code"
		missing=1
	fi
done
# The rows of the option table that have a help text, and so are listed.
for option in $(sed -n 's/^\t{ "\([a-z-]*\)", .*/\1/p' src/cli/options.c); do
	if ! grep -q -- "$(printf '%s' "--$option" | sed 's/-/\\\\-/g')" docs/conf-render.1 &&
		! grep -A 3 "^	{ \"$option\"" src/cli/options.c | head -n 1 | grep -q 'set_nothing'; then
		echo "docs/conf-render.1 does not have --$option"
		missing=1
	fi
done
exit $missing
