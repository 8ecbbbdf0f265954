#!/usr/bin/env bash
# Is what scripts/package.sh packed of use? scripts/check-package.sh DIRECTORY
#
# Checksums hold; the archive holds plain files of nobody's, and what a prefix holds; the Debian package installs into an empty system and goes
# without a trace; the program of each renders an example, that of another machine under qemu-user where that is there; and where krew is on the
# PATH, the manifest that is made of the archives installs the plugin. Status 1, after a message, where something is not so.
set -euo pipefail
if [ $# -ne 1 ]; then
	echo 'usage: scripts/check-package.sh DIRECTORY' >&2
	exit 2
fi
packages=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=overlays-examples/ml-inference/overlays/production
want=testdata/examples/ml-inference__overlays__production.yaml
version=$(sed -n 's/^#define CONFRENDER_VERSION "\(.*\)"$/\1/p' include/confrender/version.h)

fail() {
	echo "$*"
	exit 1
}

# renders WHAT ARCH PROGRAM: the bytes of the example?
renders() {
	local runner=()
	if [ "$2" != "$(dpkg --print-architecture)" ]; then
		if [ "$2" != arm64 ] || ! command -v qemu-aarch64-static >/dev/null; then
			echo "not run: $1, for there is no qemu-user for $2"
			return
		fi
		runner=(qemu-aarch64-static -0 "$3")
	fi
	"${runner[@]}" "$3" build "$tree" | cmp - "$want" || fail "$1 renders something else"
	"${runner[@]}" "$3" version | grep -qF "conf-render $version " || fail "$1 is of another version"
	echo "ok: $1"
}

# holds DIRECTORY FILE...
holds() {
	local file
	for file in "${@:2}"; do
		[ -s "$1/$file" ] || fail "$1 has no $file"
	done
}

check_archive() {
	local folder arch
	folder=$(basename "$1" .tar.gz)
	arch=${folder##*-}
	tar --numeric-owner -tvzf "$1" >"$work/list"
	! grep -v '^[-d]' "$work/list" || fail "$1 holds what is no file, see above"
	! awk '$2 != "0/0" || substr($1, 6, 1) == "w" || substr($1, 9, 1) == "w"' "$work/list" | grep . || fail "$1 has owners, see above"
	! grep -v " $folder/" "$work/list" || fail "$1 unpacks into more than $folder"
	tar xzf "$1" -C "$work"
	# shellcheck disable=SC2046 # words are wanted
	holds "$work/$folder" bin/conf-render share/conf-render/conf-render.mk share/doc/conf-render/{LICENSE,LIBRARIES,README.md,CHANGELOG.md} \
		share/bash-completion/completions/conf-render share/zsh/site-functions/_conf-render share/fish/vendor_completions.d/conf-render.fish \
		$(cd docs && find man -name '*.1' -printf 'share/man/man1/%f\n')
	scripts/check-hardening.sh "$work/$folder/bin/conf-render" >"$work/hardening" ||
		# Names of functions are not packed; they were looked for before.
		! grep -v 'no stack protector$' "$work/hardening" || fail "$1 is not hardened, see above"
	renders "$folder" "$arch" "$work/$folder/bin/conf-render"
}

# into_system COMMAND... [PACKAGE]: dpkg in an empty system below $work/system, which runs nothing of that system.
into_system() {
	dpkg --root="$work/system" --force-not-root --force-architecture --log=/dev/null "$@" >"$work/dpkg.log" 2>&1
}

check_program_package() {
	local arch
	arch=$(dpkg-deb -f "$1" Architecture)
	[ -z "$(dpkg-deb -f "$1" Depends)" ] || fail "$1 depends on $(dpkg-deb -f "$1" Depends)"
	rm -rf "$work/system"
	mkdir -p "$work"/system/var/lib/dpkg/{info,updates,triggers}
	: >"$work/system/var/lib/dpkg/status"
	into_system -i "$1" || fail "$1 does not install: $(cat "$work/dpkg.log")"
	# shellcheck disable=SC2046 # words are wanted
	holds "$work/system/usr" share/doc/conf-render/{copyright,changelog.gz} share/zsh/vendor-completions/_conf-render \
		bin/kubectl_complete-conf_render $(cd docs && find man -name '*.1' -printf 'share/man/man1/%f.gz\n')
	(cd "$work/system" && md5sum --quiet -c var/lib/dpkg/info/conf-render.md5sums) || fail "$1 unpacks into something else"
	cmp "$work/system/usr/bin/conf-render" "$work/conf-render-v$version-linux-$arch/bin/conf-render" || fail "two programs for $arch"
	renders "$(basename "$1" .deb)" "$arch" "$work/system/usr/bin/kubectl-conf_render"
	into_system -r conf-render || fail "$1 cannot be removed"
	[ ! -e "$work/system/usr" ] || fail "$1 leaves something: $(find "$work/system/usr")"
}

check_library_package() {
	rm -rf "$work/library"
	dpkg-deb -x "$1" "$work/library"
	dpkg-deb -f "$1" Depends | grep -q libyaml-dev || fail "$1 depends on no libraries"
	holds "$work/library" usr/include/confrender/confrender.h usr/share/doc/libconfrender-dev/copyright
	[ "$(find "$work/library" -name libconfrender.a -o -name confrender.pc -o -name confrender-config.cmake | wc -l)" -eq 3 ] ||
		fail "$1 lacks the library or what tells of it"
}

# Installed by Krew from the archive, kubectl or not.
check_plugin() {
	local archive
	archive=$packages/conf-render-v$version-linux-$(dpkg --print-architecture).tar.gz
	scripts/krew-manifest.sh --download https://example.com/v"$version" "$packages"/*.tar.gz >"$work/plugin.yaml" || fail 'no manifest'
	[ "$(grep -c '^    sha256: [0-9a-f]\{64\}$' "$work/plugin.yaml")" -eq "$(find "$packages" -name '*.tar.gz' | wc -l)" ] ||
		fail 'the manifest does not have all archives'
	if [ ! -e "$archive" ] || ! command -v krew >/dev/null; then
		echo 'not run: krew'
		return
	fi
	mkdir "$work/krew"
	KREW_ROOT=$work/krew krew install --manifest="$work/plugin.yaml" --archive="$archive" >"$work/krew.log" 2>&1 </dev/null ||
		fail "krew: $(cat "$work/krew.log")"
	holds "$work/krew/store/conf-render/v$version" LICENSE LIBRARIES
	"$work/krew/bin/kubectl-conf_render" build "$tree" | cmp - "$want" || fail 'the plugin renders something else'
	# Krew makes no second link; the caveats of the manifest tell of this.
	PATH=$work/krew/bin:$PATH kubectl-conf_render completion kubectl --install >"$work/krew.log" 2>&1 || fail "the link: $(cat "$work/krew.log")"
	"$work/krew/bin/kubectl_complete-conf_render" buil | grep -q '^build' || fail 'the plugin is not completed'
	echo 'ok: installed by Krew'
}

for file in "$packages"/*.sha256; do
	(cd "$packages" && sha256sum --quiet -c "$file") || fail "$file is of something else"
done
for file in "$packages"/*.tar.gz; do
	check_archive "$file"
done
for file in "$packages"/conf-render_*.deb; do
	check_program_package "$file"
done
for file in "$packages"/libconfrender-dev_*.deb; do
	check_library_package "$file"
done
check_plugin
