#!/bin/sh
# pip 26.3 and uv 0.13.9: the same date as a cut-off means two days. uv's
# `--exclude-newer 2025-02-26` keeps what was uploaded on that day, pip's
# `--uploaded-prior-to 2025-02-26` does not; and both take the day of the machine's time
# zone, so that one command gives other versions where TZ is another.
#
# Guess: midnight UTC in both, the same versions everywhere.
# Seen: of setuptools (75.8.1 of 25 February 14:47, 75.8.2 of 26 February 20:45 UTC)
# uv takes 75.8.2 and pip 75.8.1; at UTC+14 they take 75.8.1 and 75.8.0.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'pip==26.3' 'uv==0.13.9'
unset PIP_FIND_LINKS UV_FIND_LINKS
for zone in UTC Pacific/Kiritimati; do
	export TZ=$zone
	uv=$(echo setuptools | venv/bin/uv pip compile --quiet --no-header --no-annotate --exclude-newer 2025-02-26 -)
	pip=$(venv/bin/pip install --quiet --dry-run --no-deps --ignore-installed --report - --uploaded-prior-to 2025-02-26 setuptools |
		venv/bin/python -c 'import json, sys; print(json.load(sys.stdin)["install"][0]["metadata"]["version"])')
	echo "$zone uv ${uv#*==} pip $pip"
done | tee seen
grep -qx 'UTC uv 75.8.2 pip 75.8.1' seen
grep -qx 'Pacific/Kiritimati uv 75.8.1 pip 75.8.0' seen
