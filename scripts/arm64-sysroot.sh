#!/bin/sh
# Fetches what a static program for arm64 is linked of, and unpacks it: scripts/arm64-sysroot.sh DIRECTORY
# From the machine's own sources of packages, with lists of its own: nothing of the machine changes, and nobody has to be root. An existing
# directory with all packages stays as it is. Status 77 where the packages cannot be had.
set -eu
if [ $# -ne 1 ]; then
	echo 'usage: scripts/arm64-sysroot.sh DIRECTORY' >&2
	exit 2
fi
packages="libc6 libc6-dev linux-libc-dev libyaml-dev libpcre2-dev libxxhash-dev nettle-dev"
mkdir -p "$1"
cd "$1"
here=$PWD
if [ "$(cat complete 2>/dev/null)" = "$packages" ]; then
	exit
fi
rm -rf etc lib usr
mkdir -p apt/lists/partial apt/cache/archives/partial

for_arm64() {
	apt-get -q -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State::lists="$here/apt/lists" \
		-o Dir::State::status=/dev/null -o Dir::Cache="$here/apt/cache" -o Acquire::Languages=none -o Acquire::Retries=3 \
		-o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false "$@" >&2
}

# A source that does not have arm64, or cannot be reached, is no reason to stop: what is needed is in Debian.
for_arm64 update || :
# shellcheck disable=SC2086 # words are wanted
if ! (cd apt/cache && for_arm64 download $packages); then
	echo 'the packages for arm64 cannot be fetched' >&2
	exit 77
fi
for package in apt/cache/*.deb; do
	dpkg-deb -x "$package" .
done
rm -rf apt
echo "$packages" >complete
