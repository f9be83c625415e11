#!/bin/sh
# uv 0.13.9: --exclude-newer takes a date and a time without an offset, and drops the
# time: 2025-02-26T00:00:00 lets in what was uploaded at 20:45 that day, as the bare
# date does. With a Z at its end the time counts.
#
# Guess: an error, or that moment in the zone of the machine.
# Seen: setuptools 75.8.2 (uploaded 2025-02-26 20:45 UTC) is taken with
# 2025-02-26T00:00:00, and 75.8.1 with 2025-02-26T00:00:00Z.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'uv==0.13.9'
resolve() {
	printf '%s\t' "$1"
	echo setuptools | TZ=UTC venv/bin/uv pip compile --quiet --no-header --no-annotate --exclude-newer "$1" -
}
for when in 2025-02-26 2025-02-26T00:00:00 2025-02-26T00:00:00Z 2025-02-26T20:46:00Z; do
	resolve "$when"
done | tee seen
row() { grep -qx "$(printf '%s\t%s' "$1" "$2")" seen; }
row 2025-02-26 setuptools==75.8.2
row 2025-02-26T00:00:00 setuptools==75.8.2
row 2025-02-26T00:00:00Z setuptools==75.8.1
row 2025-02-26T20:46:00Z setuptools==75.8.2
