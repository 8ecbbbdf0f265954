#!/usr/bin/env bash
# Does the program for arm64 do the same? scripts/check-arm64.sh BUILD-DIRECTORY GOLDEN EVERY CMAKE-OPTION...
#
# Compiles it into BUILD-DIRECTORY and runs it under qemu-user over the golden cases by GOLDEN, the runner of this machine: over every EVERYth
# one (1: all). qemu knows neither Landlock nor seccomp; but it tells the system calls that are made, and each must be on the list of
# src/cli/sandbox_seccomp.c. Status 77 where the compiler, qemu or the libraries for arm64 are not to be had.
set -euo pipefail
if [ $# -lt 3 ]; then
	echo 'usage: scripts/check-arm64.sh BUILD-DIRECTORY GOLDEN EVERY CMAKE-OPTION...' >&2
	exit 2
fi
cd "$(dirname "$0")/.."
build=$1
golden=$2
every=$3
shift 3
for tool in aarch64-linux-gnu-gcc qemu-aarch64-static; do
	if ! command -v "$tool" >/dev/null; then
		echo "skipped, no $tool here"
		exit 77
	fi
done
mkdir -p "$build"
build=$(cd "$build" && pwd)
scripts/arm64-sysroot.sh "$build/sysroot" || exit 77
cmake -S . -B "$build" -G Ninja --toolchain cmake/arm64.cmake -DCONFRENDER_SYSROOT="$build/sysroot" -DCONFRENDER_STATIC=ON \
	-DCONFRENDER_TESTS=OFF "$@"
cmake --build "$build"
if grep -qx 'CMAKE_BUILD_TYPE:STRING=Release' "$build/CMakeCache.txt"; then
	scripts/check-hardening.sh "$build"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# It is called by the name that messages show.
cat >"$work/conf-render" <<END
#!/bin/sh
exec qemu-aarch64-static -0 conf-render "$build/conf-render" "\$@"
END
chmod +x "$work/conf-render"
# shellcheck disable=SC2012 # their names are plain
ls testdata/cases | awk -v every="$every" 'NR % every == 0' | xargs -P "$(nproc)" -n 50 "$golden" "$work/conf-render" . | tee "$work/golden"
grep -q '^[1-9][0-9]* passed, 0 failed$' "$work/golden"
if grep -qv ' passed, 0 failed$' "$work/golden"; then
	exit 1
fi

# calls ARGUMENT...: which system calls that makes, whatever it finds; those of its start before main are left out, and what qemu has only a
# number for.
calls() {
	{ qemu-aarch64-static -strace "$build/conf-render" "$@" --sandbox=off 2>&1 >/dev/null || : ; } |
		sed -n 's/^[0-9]* \([a-z_0-9]*\)(.*/\1/p' | grep -vx 'prlimit64\|set_tid_address'
}
tree=overlays-examples/ml-inference/overlays
{
	calls build "$tree/production"
	calls build "$tree/production" -o "$work/production.yaml"
	calls build --all "$tree" -o "$work/out/"
	calls build "$tree/production" -o "$work/out/" --split
	calls check "$tree/production"
	calls deps "$tree/production"
} | sort -u >"$work/calls"
sed -n '/^static const int ALLOWED/,/^};/p; /struct rule rules\[/,/};/p' src/cli/sandbox_seccomp.c | grep -o 'SYS_[a-z0-9_]*' |
	sed 's/^SYS_//' | sort -u >"$work/allowed"
grep -qx openat "$work/calls"
if comm -23 "$work/calls" "$work/allowed" | grep .; then
	echo 'these system calls are on no list'
	exit 1
fi
awk -v calls="$(wc -l <"$work/calls")" '{ passed += $1 } END { printf "remark: %d cases, %d system calls\n", passed, calls }' "$work/golden"
