#!/bin/sh
# Does docs/rules.md have every code of the library, every warning and every rule of check a case, every version its output changes, and every option its place in a man page?
set -eu
cd "$(dirname "$0")/.."
missing=0
for code in $(sed -n 's/^X([A-Z_]*, "\([a-z-]*\)".*/\1/p' src/base/diag_codes.def); do
	if ! grep -q "^| \`$code\`" docs/rules.md; then
		echo "docs/rules.md has no row for $code"
		missing=1
	fi
done
for code in $(sed -n 's/^X(CR_W_[A-Z_]*, "\([a-z-]*\)".*/\1/p' src/base/diag_codes.def); do
	if ! cat testdata/cases/*/want.warn | grep -q "\[$code\]\$"; then
		echo "no case has the warning $code"
		missing=1
	fi
done
for page in src/check/rules/*.md; do
	rule=$(basename "$page" .md)
	if ! cat testdata/cases/*/want.out | grep -q "\[$rule\]:"; then
		echo "no case has a finding of $rule"
		missing=1
	fi
done
# Every version says what it prints otherwise than the one before it.
if ! awk '/^## /{ if (version != "" && !said) bad = bad version "\n"; version = $0; said = 0 }
	/^### Output changes$/{ said = 1 }
	END { if (!said) bad = bad version "\n"; printf "%s", bad; exit bad != "" }' CHANGELOG.md; then
	echo "CHANGELOG.md has no \"Output changes\" for these versions"
	missing=1
fi
# The rows of the option tables, and of the table of limits: all of them are options.
for option in $(sed -n 's/^\t{ "\([a-zA-Z-]*\)", .*/\1/p' src/cli/options.c src/cli/edit_options.c) \
	$(sed -n 's/^X([A-Z_]*, "\([a-z-]*\)".*/\1/p' src/base/limits.def); do
	if ! cat docs/man/*.1 | grep -q -- "$(printf '%s' "--$option" | sed 's/-/\\\\-/g')"; then
		echo "docs/man does not have --$option"
		missing=1
	fi
done
# A command in a message is one to be typed: it begins with what the program was called by.
if grep -n '\\"conf-render ' src/cli/*.c | grep -v '^src/cli/pages_\|^src/cli/help.c\|^src/cli/completion_table.c'; then
	echo "commands in messages begin with cli_program()"
	missing=1
fi
for command in $(sed -n '/cli_commands\[\] = {/,/^};/p' src/cli/main.c | grep -o '{ "[a-z]*"' | tr -d '{ "'); do
	if ! grep -q "^		\.name = \"$command\"" src/cli/pages_*.c && ! grep -q "^	{ \"$command\"" src/cli/edit_commands.c; then
		echo "$command has no page in src/cli/pages_*.c"
		missing=1
	fi
done
# What examples fetch is called as scripts/package.sh calls it.
version=$(sed -n 's/^#define CONFRENDER_VERSION "\(.*\)"$/\1/p' include/confrender/version.h)
if grep -rnE 'conf-render-v?[0-9][^ /]*(\.tar\.gz|/bin/)' README.md docs overlays-examples scripts/argocd |
	grep -Ev "conf-render-v$version-linux-(amd64|arm64)(\.tar\.gz|/bin/)"; then
	echo "these are no archives of version $version"
	missing=1
fi
exit $missing
