#!/bin/sh
# The manifest for Krew that scripts/krew-manifest.sh makes of archives: krew.sh REPOSITORY
# Status 77 without bash.
set -eu
. "$(dirname "$0")/check.sh"
if ! command -v bash >/dev/null; then
	echo 'no bash here'
	exit 77
fi
script=$1/scripts/krew-manifest.sh
work=$(mktemp -d "${TMPDIR:-/tmp}/cr-krew-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

# pack VERSION ARCH FILE...: an archive that holds these.
pack() {
	folder=conf-render-v$1-linux-$2
	shift 2
	for file in "$@"; do
		mkdir -p "$folder/$(dirname "$file")"
		echo "$folder $file" >"$folder/$file"
	done
	tar czf "$folder.tar.gz" "$folder"
}

# What it prints, or says in one line.
manifest() {
	status=0
	bash "$script" "$@" >out 2>err || status=$?
	[ "$status" = 0 ] || cat out err
}

documents='share/doc/conf-render/LICENSE share/doc/conf-render/LIBRARIES'
# shellcheck disable=SC2086 # words are wanted
{
	pack 1.2.3 amd64 bin/conf-render $documents
	pack 1.2.3 arm64 bin/conf-render $documents
	pack 1.2.4 arm64 bin/conf-render $documents
	pack 2.0.0 amd64 bin/conf-render share/doc/conf-render/LIBRARIES
}

check 'a manifest' '' "$(manifest --download https://example.com/a/ --homepage https://example.com/ conf-render-v1.2.3-linux-a*.tar.gz)"
check 'its version' '  version: v1.2.3' "$(grep version: out)"
check 'its homepage' '  homepage: https://example.com' "$(grep homepage: out)"
check 'its archives' '    uri: https://example.com/a/conf-render-v1.2.3-linux-amd64.tar.gz
    uri: https://example.com/a/conf-render-v1.2.3-linux-arm64.tar.gz' "$(grep uri: out)"
check 'their sums' "$(sha256sum conf-render-v1.2.3-linux-a*.tar.gz | sed 's/\([0-9a-f]*\).*/    sha256: \1/')" "$(grep sha256: out)"
check 'what is taken of them' '    - from: conf-render-v1.2.3-linux-amd64/bin/conf-render
    - from: conf-render-v1.2.3-linux-amd64/share/doc/conf-render/LICENSE
    - from: conf-render-v1.2.3-linux-amd64/share/doc/conf-render/LIBRARIES' "$(grep 'from:.*amd64' out)"
check 'no homepage' '' "$(manifest --download https://example.com conf-render-v1.2.4-linux-arm64.tar.gz && grep 'homepage\|^$' out | grep .)"
say='scripts/krew-manifest.sh:'
check 'two versions' "$say archives of two versions: v1.2.3 and v1.2.4" \
	"$(manifest --download https://example.com conf-render-v1.2.3-linux-amd64.tar.gz conf-render-v1.2.4-linux-arm64.tar.gz)"
check 'no license' "$say conf-render-v2.0.0-linux-amd64.tar.gz does not hold conf-render-v2.0.0-linux-amd64/share/doc/conf-render/LICENSE" \
	"$(manifest --download https://example.com conf-render-v2.0.0-linux-amd64.tar.gz)"
check 'another file' "$say no release archive: other.tar.gz" "$(manifest --download https://example.com other.tar.gz)"
check 'a missing one' "$say conf-render-v9.9.9-linux-amd64.tar.gz cannot be unpacked" \
	"$(manifest --download https://example.com conf-render-v9.9.9-linux-amd64.tar.gz | grep -v ^tar)"
check 'no URL' "$say no URL: example.com: x" "$(manifest --download 'example.com: x' conf-render-v1.2.3-linux-amd64.tar.gz)"
check 'no archive' 'usage: scripts/krew-manifest.sh --download URL [--homepage URL] ARCHIVE...' "$(manifest --download https://example.com)"
finish
