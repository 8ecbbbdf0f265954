#!/usr/bin/env bash
# Packs what a release build made: scripts/package.sh BUILD-DIRECTORY OUTPUT-DIRECTORY
#
# OUTPUT gets conf-render-vVERSION-linux-ARCH.tar.gz (the program, pages, completions and documents, in folders as below /usr/local; no links,
# which Krew refuses), conf-render_VERSION-1_ARCH.deb and libconfrender-dev_VERSION-1_ARCH.deb, and beside each a file .sha256. The program has
# to be static. The time of all files is SOURCE_DATE_EPOCH (none: that of the last commit): packed twice, the bytes are the same.
# DEBFULLNAME and DEBEMAIL, if set, are the packages' maintainer.
set -euo pipefail
if [ $# -ne 2 ]; then
	echo 'usage: scripts/package.sh BUILD-DIRECTORY OUTPUT-DIRECTORY' >&2
	exit 2
fi
cd "$(dirname "$0")/.."
build=$(cd "$1" && pwd)
mkdir -p "$2"
output=$(cd "$2" && pwd)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -c safe.directory='*' log -1 --format=%ct)}
export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C
umask 022
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if readelf -lW "$build/conf-render" | grep -q INTERP; then
	echo "$build/conf-render is not static" >&2
	exit 1
fi
case $(readelf -hW "$build/conf-render" | sed -n 's/^ *Machine: *//p') in
*X86-64*) arch=amd64 ;;
AArch64) arch=arm64 ;;
*)
	echo "$build/conf-render is for no machine that there are packages for" >&2
	exit 1
	;;
esac
version=$(sed -n 's/^#define CONFRENDER_VERSION "\(.*\)"$/\1/p' include/confrender/version.h)

# What the licenses of libraries want to be said wherever these are: Debian's files about them, of this machine or of the other one's packages.
copyrights() {
	local sysroot package
	sysroot=$(sed -n 's/^CONFRENDER_SYSROOT:[A-Z]*=//p' "$build/CMakeCache.txt")
	echo 'The program holds these libraries; what follows is said of each.'
	for package in libyaml-dev libpcre2-dev libxxhash-dev nettle-dev libc6-dev; do
		printf '\n\n==== %s\n\n' "$package"
		cat "$sysroot/usr/share/doc/$package/copyright"
	done
}

archive() {
	local name=conf-render-v$version-linux-$arch
	cmake --install "$build" --component program --strip --prefix "$work/$name" >/dev/null
	find "$work/$name" -type l -delete
	cp "$work/copyrights" "$work/$name/share/doc/conf-render/LIBRARIES"
	chmod -R u=rwX,go=rX "$work/$name"
	tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=ustar -C "$work" -cf - "$name" |
		gzip -9n >"$output/$name.tar.gz"
	sums "$name.tar.gz"
}

debian() {
	cpack -G DEB --config "$build/CPackConfig.cmake" -B "$work/deb" -D CPACK_CONFRENDER_COPYRIGHTS="$work/copyrights" \
		${DEBEMAIL:+-D CPACK_PACKAGE_CONTACT="${DEBFULLNAME:-conf-render developers} <$DEBEMAIL>"} >"$work/cpack.log" 2>&1 || {
		cat "$work/cpack.log" >&2
		return 1
	}
	for package in conf-render libconfrender-dev; do
		mv "$work/deb/${package}_$version-1_$arch.deb" "$output/"
		sums "${package}_$version-1_$arch.deb"
	done
}

# sums FILE
sums() {
	(cd "$output" && sha256sum "$1" >"$1.sha256")
	echo "$output/$1"
}

copyrights >"$work/copyrights"
archive
debian
