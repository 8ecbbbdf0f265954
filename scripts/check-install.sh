#!/usr/bin/env bash
# Is what a build installs of use? scripts/check-install.sh BUILD-DIRECTORY COMPILER...
# Installs into a directory that is moved then, and there: the program under its three names, its pages, and the program of
# overlays-examples/library, made by each of the compilers (gcc, clang) as C and as C++ with pkg-config, and by the first one with CMake,
# must print what the program prints. Installed below a DESTDIR it must be the same files.
# Status 77 where the stack is too small for compilers.
set -eu
if [ "$(ulimit -s)" != unlimited ] && [ "$(ulimit -s)" -lt 2048 ]; then
	echo 'too small a stack'
	exit 77
fi
cd "$(dirname "$0")/.."
build=$1
shift
tree=overlays-examples/ml-inference/overlays/production
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cmake --install "$build" --prefix "$scratch/first" >"$scratch/install.log"
mv "$scratch/first" "$scratch/prefix"
prefix=$scratch/prefix
bin=$prefix/bin
"$bin/conf-render" build "$tree" >"$scratch/want"
test -s "$scratch/want"

# files DIRECTORY: what lies there, with what links say and how long files are.
files() {
	(cd "$1" && find . -type f -printf '%P %m %s\n' -o -type l -printf '%P -> %l\n' | LC_ALL=C sort)
}

DESTDIR=$scratch/destination cmake --install "$build" --prefix /opt/conf-render >"$scratch/install.log"
files "$prefix" >"$scratch/files"
files "$scratch/destination/opt/conf-render" | diff "$scratch/files" -
test "$(find "$scratch/destination" -type f | wc -l)" -eq "$(find "$prefix" -type f | wc -l)"
# What a debugger wants to know is where the sources are.
if grep -qx 'CMAKE_BUILD_TYPE:STRING=Release' "$build/CMakeCache.txt" && grep -rlF -e "$PWD" -e "$scratch" "$prefix"; then
	echo 'these name a directory of this machine'
	exit 1
fi
echo "ok: below a DESTDIR, $(wc -l <"$scratch/files") files and links"

# same WHAT COMMAND...
same() {
	what=$1
	shift
	"$@" >"$scratch/got"
	cmp "$scratch/want" "$scratch/got"
	echo "ok: $what"
}

same 'the name kubectl looks for' "$bin/kubectl-conf_render" build "$tree"
ln -s conf-render "$bin/kustomize"
same 'in place of kustomize' "$bin/kustomize" build "$tree"
if command -v kubectl >/dev/null; then
	same 'kubectl conf-render' env PATH="$bin:$PATH" kubectl conf-render build "$tree"
fi
test "$(readlink "$bin/kubectl_complete-conf_render")" = conf-render
for file in man/man1/conf-render.1 man/man1/conf-render-build.1 bash-completion/completions/conf-render zsh/site-functions/_conf-render \
	fish/vendor_completions.d/conf-render.fish conf-render/conf-render.mk doc/conf-render/LICENSE; do
	test -s "$prefix/share/$file" || {
		echo "no $file"
		exit 1
	}
done

version=$(sed -n 's/^#define CONFRENDER_VERSION "\(.*\)"$/\1/p' "$prefix/include/confrender/version.h")
"$bin/conf-render" version | grep -qF "conf-render $version "
PKG_CONFIG_PATH=$prefix/lib/pkgconfig
export PKG_CONFIG_PATH
test "$(pkg-config --modversion confrender)" = "$version"
example=overlays-examples/library
for compiler in "$@"; do
	for language in 'c -std=c99' 'c++ -std=c++11'; do
		# shellcheck disable=SC2046,SC2086 # words are wanted
		$compiler -x $language -Wall -Wextra -pedantic -Werror -O2 "$example/render.c" -x none \
			-o "$scratch/user" $(pkg-config --cflags --libs confrender)
		same "$compiler, $language" "$scratch/user" "$tree"
	done
done

# with_cmake NAME CMAKE-OPTION...: the example, built by cmake with nothing from pkg-config but where Debian's libraries are.
with_cmake() {
	name=$1
	shift
	PKG_CONFIG_PATH='' cmake -S "$example" -B "$scratch/$name" -G Ninja -DCMAKE_C_COMPILER="$compiler" "$@" >"$scratch/cmake.log" 2>&1 &&
		cmake --build "$scratch/$name" >>"$scratch/cmake.log" 2>&1
}

compiler=$1
with_cmake user-cmake -DCMAKE_PREFIX_PATH="$prefix" || {
	cat "$scratch/cmake.log"
	exit 1
}
same "find_package(confrender) of CMake" "$scratch/user-cmake/render" "$tree"

# compatible VERSION: does the package say that it will do for who wants this one?
compatible() {
	printf 'set(PACKAGE_FIND_VERSION %s)\nstring(REPLACE "." ";" parts ${PACKAGE_FIND_VERSION})\nlist(GET parts 0 PACKAGE_FIND_VERSION_MAJOR)
		list(GET parts 1 PACKAGE_FIND_VERSION_MINOR)\ninclude(%s)\nif(NOT PACKAGE_VERSION_COMPATIBLE)\nmessage(FATAL_ERROR no)\nendif()' \
		"$1" "$prefix/lib/cmake/confrender/confrender-config-version.cmake" >"$scratch/version.cmake"
	cmake -P "$scratch/version.cmake" 2>/dev/null
}

compatible "${version%.*}.0"
if compatible "$((${version%%.*} + 1)).0.0"; then
	echo 'the CMake package says that it will do for the next version'
	exit 1
fi
echo 'ok: the version of the CMake package'
