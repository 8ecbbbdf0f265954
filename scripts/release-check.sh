#!/usr/bin/env bash
# What must hold before a release and is too slow for every change: scripts/release-check.sh [STEP...] (see the end for the steps; none: all
# of them). Wants what ".ci/run packages" installs, and builds into build-release/.
set -u
cd "$(dirname "$0")/.." || exit 1
work=build-release
wanted=("$@")
. scripts/packages.sh
. .ci/steps.sh
mkdir -p "$work"

# in_parts NAME COMMAND... < WORDS: the command with the words as further arguments, in as many processes as there are processors.
in_parts() {
	local name=$1
	shift
	xargs -P "$(nproc)" -n 4 "$@" | tee "$work/$name.out"
	[ "${PIPESTATUS[0]}" -eq 0 ] && echo "remark: $(grep -c '^[1-9][0-9]* inputs' "$work/$name.out") parts,$(
		awk '/ inputs, / { inputs += $1; runs += $3; hits += $5 } END { printf " %d inputs, %d runs, %d with a failure", inputs, runs, hits }' \
			"$work/$name.out"
	)"
}

# Each allocation, even of those that an arena gives, and each call to the system fails, over the inputs that reach every file.
every_fault() {
	build faults gcc -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS=-O1 -DCONFRENDER_ARENA_MALLOC=ON &&
		in_parts every-fault "$work/faults/src/tests/faults" . 1000000 1 <src/tests/faults_cases.txt
}

# Some of them over all cases, with the sanitizers; which ones is new each time.
sampled_faults() {
	build faults-sanitizers gcc -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS=-O1 -DCONFRENDER_SANITIZE=ON -DCONFRENDER_ARENA_MALLOC=ON &&
		ls testdata/cases | in_parts sampled-faults "$work/faults-sanitizers/src/tests/faults" . 2 "$RANDOM"
}

# What valgrind has to say goes to files: of calls that it does not know (openat2) it speaks on standard error, where the tests look.
memcheck=(valgrind -q --leak-check=full --error-exitcode=9 "--log-file=$PWD/$work/memcheck/%p")

# A program that is conf-render under valgrind, which asks the system for more than the sandbox allows.
valgrind_program() {
	cat >"$work/valgrind-conf-render" <<-END
		#!/bin/sh
		[ "\$1" != build ] || { shift && set -- build --sandbox=off "\$@"; }
		exec ${memcheck[*]} --errors-for-leak-kinds=all "$PWD/$work/valgrind/conf-render" "\$@"
	END
	chmod +x "$work/valgrind-conf-render"
}

# Unit tests, and the program over every case.
under_valgrind() {
	local test good=true
	rm -rf "$work/memcheck" && mkdir "$work/memcheck" &&
		build valgrind gcc -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS=-O1 && valgrind_program || return 1
	for test in "$work"/valgrind/src/tests/unit_*; do
		[ -x "$test" ] || continue
		echo "$test"
		"${memcheck[@]}" --errors-for-leak-kinds=definite,indirect,possible "$test" || good=false
	done
	ls testdata/cases | xargs -P "$(nproc)" -n 20 "$work/valgrind/src/tests/golden" "$PWD/$work/valgrind-conf-render" . || good=false
	$good || find "$work/memcheck" -size +0 -exec grep -hv 'unhandled\|You may be able\|README_MISSING\|consider this a bug\|it at http' {} + | tail -n 60
	$good
}

# Built from another directory, the installed program and library are the same to the byte.
reproducible() {
	local sources
	sources=$(mktemp -d) && trap 'rm -rf "$sources"' EXIT || return 1
	cp -r CMakeLists.txt LICENSE README.md CHANGELOG.md cmake confrender.pc.in docs include scripts src "$sources" || return 1
	rm -rf "$work/here" "$work/there"
	installed_from . "$work/here-build" "$PWD/$work/here" && installed_from "$sources" "$sources/build" "$PWD/$work/there" || return 1
	(cd "$work/here" && find . -type f -exec cmp '{}' "../there/{}" \; >../differences 2>&1)
	[ ! -s "$work/differences" ] && [ -s "$work/there/bin/conf-render" ] && echo "remark: $(find "$work/here" -type f | wc -l) files"
}

# installed_from SOURCES BUILD PREFIX
installed_from() {
	cmake -S "$1" -B "$2" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCONFRENDER_TESTS=OFF -DCONFRENDER_STATIC="$(static_libraries)" &&
		cmake --build "$2" && cmake --install "$2" --prefix "$3"
}

# The program for arm64 as it is released, over all cases.
arm64() {
	configure golden gcc -DCMAKE_BUILD_TYPE=Debug && cmake --build "$work/golden" --target golden &&
		unless_skipped scripts/check-arm64.sh "$work/arm64" "$work/golden/src/tests/golden" 1 -DCMAKE_BUILD_TYPE=Release
}

step analysis scripts/check-static.sh
step reproducible reproducible
step arm64 arm64
step clang suite clang clang -DCMAKE_BUILD_TYPE=Debug
step sanitizers sanitized sanitizers gcc
step arena-malloc sanitized arena-malloc gcc -DCONFRENDER_ARENA_MALLOC=ON
step coverage scripts/coverage.sh
step fuzz scripts/fuzz.sh --seconds 600 --build "$work/fuzz"
step every-fault every_fault
step sampled-faults sampled_faults
step valgrind under_valgrind
finish
