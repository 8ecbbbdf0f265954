#!/usr/bin/env bash
# Makes what a release consists of, on a fresh Debian 12: scripts/release.sh [--dirty] [--download URL [--homepage URL]] [amd64] [arm64]
#
# Builds static programs (none named: for both machines) in build-dist/, checks each (static, hardened, renders all examples to the right bytes;
# arm64 under qemu-user), and packs them into build-dist/vVERSION/: see scripts/package.sh. With --download, the folder where the archives will
# be found, the manifest for Krew too. Refuses a working tree with changes that are not committed, unless told --dirty. The same commit gives
# the same bytes on the same system.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/packages.sh

usage() {
	sed -n 's/^# .*: \(scripts\/release.sh .*\)/usage: \1/p' "$0" | head -n 1 >&2
	exit 2
}

fail() {
	echo "scripts/release.sh: $*" >&2
	exit 1
}

# configure ARCH TRIPLET CMAKE-OPTION...
configure() {
	cmake -S . -B "$dist/$1" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCONFRENDER_STATIC=ON -DCONFRENDER_TESTS=OFF -DCMAKE_INSTALL_PREFIX=/usr \
		-DCMAKE_INSTALL_LIBDIR="lib/$2" "${@:3}"
}

build_amd64() {
	[ "$(gcc -dumpmachine)" = x86_64-linux-gnu ] || fail 'a program for amd64 is built on that'
	configure amd64 x86_64-linux-gnu -DCMAKE_C_COMPILER=gcc
}

build_arm64() {
	# shellcheck disable=SC2086 # words are wanted
	need $ARM64_PACKAGES && scripts/arm64-sysroot.sh "$dist/sysroot-arm64" &&
		configure arm64 aarch64-linux-gnu --toolchain cmake/arm64.cmake -DCONFRENDER_SYSROOT="$dist/sysroot-arm64"
}

# check_program ARCH
check_program() {
	local program=$dist/$1/conf-render count=0 root want options runner=
	scripts/check-hardening.sh "$dist/$1" || fail "the program for $1 is not hardened, see above"
	! readelf -dW "$program" | grep NEEDED || fail "the program for $1 is not static"
	[ "$1" = "$(dpkg --print-architecture)" ] || runner="qemu-aarch64-static -0 conf-render"
	while read -r root want options; do
		# shellcheck disable=SC2086 # words are wanted
		$runner "$program" build $options "$root" 2>"$dist/messages" | cmp - "$want" ||
			fail "the program for $1 renders $root to something else: $(cat "$dist/messages")"
		count=$((count + 1))
	done < <(grep -v '^#' testdata/examples/list.txt)
	[ "$count" -gt 0 ] || fail 'there are no examples'
	echo "$1: $count examples are right"
}

dirty=false
architectures=()
download=()
while [ $# -gt 0 ]; do
	case $1 in
	--dirty) dirty=true ;;
	--download | --homepage)
		[ $# -ge 2 ] || usage
		download+=("$1" "$2")
		shift
		;;
	amd64 | arm64) architectures+=("$1") ;;
	*) usage ;;
	esac
	shift
done
[ ${#architectures[@]} -gt 0 ] || architectures=(amd64 arm64)
# shellcheck disable=SC2086 # words are wanted
need $BUILD_PACKAGES git
if ! $dirty; then
	# Under sudo the repository is somebody else's, of which git would say nothing.
	changes=$(git -c safe.directory='*' status --porcelain) || fail 'git does not say whether there are changes (--dirty: never mind)'
	[ -z "$changes" ] || fail 'there are changes that are not committed (--dirty: never mind)'
fi

version=$(sed -n 's/^#define CONFRENDER_VERSION "\(.*\)"$/\1/p' include/confrender/version.h)
mkdir -p build-dist
dist=$PWD/build-dist
output=$dist/v$version
rm -rf "$output"
for arch in "${architectures[@]}"; do
	if ! { "build_$arch" && cmake --build "$dist/$arch"; } >"$dist/$arch.log"; then
		fail "no build for $arch, see build-dist/$arch.log"
	fi
	check_program "$arch"
	scripts/package.sh "$dist/$arch" "$output"
done
if [ ${#download[@]} -gt 0 ]; then
	scripts/krew-manifest.sh "${download[@]}" "$output"/*.tar.gz >"$output/conf-render.yaml"
	echo "$output/conf-render.yaml"
fi
scripts/check-package.sh "$output"
