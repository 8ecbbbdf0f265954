#!/bin/sh
# From nothing to rendered manifests: builds the program and renders the production environment of the largest example.
set -eu
cd "$(dirname "$0")/.."
scripts/build.sh
build/conf-render build overlays-examples/ml-inference/overlays/production
