#!/bin/sh
# Hugging Face datasets 5.2.0: load_dataset takes a local file for the one it has read
# before by the file's path and time of modification. Other rows under the same time
# (an archive or an image made with one fixed time for all files, as reproducible builds
# make them) give the old rows; the same rows under a new time are read again.
#
# Guess: the cache is keyed by what is in the file.
# Seen: [1], then [1] for a file that holds 2 or 1000, then [1000] at a new time.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'datasets==5.2.0'
cat >read.py <<'PY'
import os
import datasets

datasets.disable_progress_bars()
for value, when in ((1, 1_700_000_000), (2, 1_700_000_000), (1000, 1_700_000_000), (1000, 1_700_000_001)):
    with open("rows.csv", "w") as file:
        file.write(f"n\n{value}\n")
    os.utime("rows.csv", (when, when))
    rows = datasets.load_dataset("csv", data_files="rows.csv", split="train", cache_dir="cache")
    print(f"{value} at {when}:", rows["n"][:])
PY
HF_HOME="$tmp/home" HF_HUB_OFFLINE=1 venv/bin/python -W ignore read.py | tee seen
grep -qxF '1 at 1700000000: [1]' seen && grep -qxF '2 at 1700000000: [1]' seen
grep -qxF '1000 at 1700000000: [1]' seen && grep -qxF '1000 at 1700000001: [1000]' seen
