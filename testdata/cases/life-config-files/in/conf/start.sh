#!/bin/sh
set -eu
exec app --config "$CONF" \
	--verbose
