#!/bin/sh
# Is what a build installs of use? scripts/check-install.sh BUILD-DIRECTORY COMPILER...
# Installs into a directory that is moved then, and there: the program under its three names, and a C and a C++ program that use the
# library, made by each of the compilers (gcc, clang), must print what the program prints.
set -eu
cd "$(dirname "$0")/.."
build=$1
shift
tree=overlays-examples/ml-inference/overlays/production
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cmake --install "$build" --prefix "$scratch/first" >"$scratch/install.log"
mv "$scratch/first" "$scratch/prefix"
bin=$scratch/prefix/bin
"$bin/conf-render" build "$tree" >"$scratch/want"
test -s "$scratch/want"

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

PKG_CONFIG_PATH=$scratch/prefix/lib/pkgconfig
export PKG_CONFIG_PATH
for compiler in "$@"; do
	for language in 'c -std=c99' 'c++ -std=c++11'; do
		# shellcheck disable=SC2046,SC2086 # words are wanted
		$compiler -x $language -Wall -Wextra -pedantic -Werror -O2 scripts/check-install.c -x none \
			-o "$scratch/user" $(pkg-config --cflags --libs confrender)
		same "$compiler, $language" "$scratch/user" "$tree"
	done
done
