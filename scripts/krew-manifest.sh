#!/usr/bin/env bash
# Prints the manifest of the plugin for Krew, kubectl's plugin manager, with version and checksums of release archives:
#
#     scripts/krew-manifest.sh --download URL [--homepage URL] conf-render-vVERSION-linux-ARCH.tar.gz...
#
# The first URL is the folder that the archives are fetched from. All archives are of one version; each is looked into.
set -euo pipefail

usage() {
	echo 'usage: scripts/krew-manifest.sh --download URL [--homepage URL] ARCHIVE...' >&2
	exit 2
}

fail() {
	echo "scripts/krew-manifest.sh: $*" >&2
	exit 1
}

# It stands in the manifest as it is.
url() {
	[[ "$1" =~ ^https?://[A-Za-z0-9._~:/@%+-]+$ ]] || fail "no URL: $1"
	echo "${1%/}"
}

# platform ARCHIVE VERSION
platform() {
	local file=${1##*/} folder arch member
	folder=${file%.tar.gz}
	arch=${folder##*-}
	tar tzf "$1" >"$work/members" || fail "$1 cannot be unpacked"
	for member in bin/conf-render share/doc/conf-render/LICENSE share/doc/conf-render/LIBRARIES; do
		grep -qx "$folder/$member" "$work/members" || fail "$1 does not hold $folder/$member"
	done
	cat <<-END
		  - selector:
		      matchLabels:
		        os: linux
		        arch: $arch
		    uri: $download/$file
		    sha256: $(sha256sum "$1" | cut -d ' ' -f 1)
		    files:
		    - from: $folder/bin/conf-render
		      to: .
		    - from: $folder/share/doc/conf-render/LICENSE
		      to: .
		    - from: $folder/share/doc/conf-render/LIBRARIES
		      to: .
		    bin: conf-render
	END
}

download=
homepage=
while [ $# -ge 2 ]; do
	case $1 in
	--download) download=$(url "$2") ;;
	--homepage) homepage=$(url "$2") ;;
	*) break ;;
	esac
	shift 2
done
if [ -z "$download" ] || [ $# -eq 0 ]; then
	usage
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=
for archive in "$@"; do
	[[ "${archive##*/}" =~ ^conf-render-(v[0-9]+\.[0-9]+\.[0-9]+)-linux-(amd64|arm64)\.tar\.gz$ ]] || fail "no release archive: $archive"
	[ -z "$version" ] || [ "$version" = "${BASH_REMATCH[1]}" ] || fail "archives of two versions: $version and ${BASH_REMATCH[1]}"
	version=${BASH_REMATCH[1]}
	platform "$archive" >>"$work/platforms"
done

cat <<END
apiVersion: krew.googlecontainertools.github.com/v1alpha2
kind: Plugin
metadata:
  name: conf-render
spec:
  version: $version
${homepage:+  homepage: $homepage
}  shortDescription: Render and check kustomize trees, fast
  description: |
    Renders bases and overlays as kustomize does, byte for byte, in a fraction
    of the time; one process renders all environments of a repository.

    It checks what it renders before the cluster does: references to
    ConfigMaps and Secrets that lead nowhere, values that the API server
    refuses, credentials in plain text. It rolls out what reads a changed
    ConfigMap or Secret, and edits kustomizations without touching comments.

    Nothing is fetched, no cluster is asked, and no program is run but to
    compare with kustomize.
  caveats: |
    Begin with

      kubectl conf-render build DIR
      kubectl conf-render --help

    kubectl 1.26 and later completes it once a second link is there:

      kubectl conf-render completion kubectl --install
  platforms:
$(cat "$work/platforms")
END
