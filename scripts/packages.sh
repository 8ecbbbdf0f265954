# Installs Debian packages that are missing. To be sourced: need PACKAGE...

need() {
	missing=
	for package in "$@"; do
		if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed'; then
			missing="$missing $package"
		fi
	done
	[ -n "$missing" ] || return 0
	echo "installing$missing" >&2
	if [ "$(id -u)" = 0 ]; then
		as_root=
	elif command -v sudo >/dev/null; then
		as_root=sudo
	else
		echo "not root, and there is no sudo: install$missing yourself" >&2
		return 1
	fi
	# A source of somebody else's that cannot be reached is no reason to stop: what is needed is in Debian.
	$as_root apt-get update -q -o Acquire::Retries=3 >&2 || echo 'apt-get update failed: going on with the lists as they are' >&2
	# shellcheck disable=SC2086 # words are wanted
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
		-o Acquire::Retries=3 -o DPkg::Lock::Timeout=120 $missing >&2
}

# What a build needs.
BUILD_PACKAGES="gcc libc6-dev cmake ninja-build pkg-config libyaml-dev libpcre2-dev libxxhash-dev nettle-dev"
# What the tests need beside that; g++ compiles the headers, make and git are what some examples are for.
TEST_PACKAGES="g++ libcmocka-dev make git"
# What a program for arm64 needs on a machine of another kind: to be compiled (see arm64-sysroot.sh), and to be tried.
ARM64_PACKAGES="gcc-aarch64-linux-gnu qemu-user-static"

# ON where all static libraries are there.
static_libraries() {
	for library in libc.a libyaml.a libpcre2-8.a libxxhash.a libnettle.a; do
		if [ "$(gcc -print-file-name="$library")" = "$library" ]; then
			echo OFF
			return
		fi
	done
	echo ON
}
