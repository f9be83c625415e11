#!/bin/sh
# dvc 3.67.1: of a params.py DVC keeps what is written as a literal. A value that is
# computed is no param: where the whole file is named, a change of it is no change, and
# the stage is up to date; where the name itself is listed, it is said to be missing.
#
# Guess: a file that is named whole has changed when its text has.
# Seen: 10 ** -3 and then 10 ** -2: "Data and pipelines are up to date."; the same number
# as a literal: "new: RATE".
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
export GIT_CONFIG_GLOBAL=/dev/null DVC_NO_ANALYTICS=1 DVC_SITE_CACHE_DIR="$tmp/site" PYTHONDONTWRITEBYTECODE=1
python3 -m venv venv && venv/bin/pip install --quiet 'dvc==3.67.1'
dvc="$tmp/venv/bin/dvc"
mkdir project && cd project && git init --quiet && "$dvc" init --quiet
stage() { printf 'stages:\n  train:\n    cmd: python3 -c "import params; print(params.RATE)" > out.txt\n    params:\n%s\n    outs: [out.txt]\n' "$1" >dvc.yaml; }

stage '      - params.py:'
printf 'RATE = 10 ** -3\nEPOCHS = 5\n' >params.py
"$dvc" repro --quiet
printf 'RATE = 10 ** -2\nEPOCHS = 5\n' >params.py
echo "computed, file named whole: $("$dvc" status)" | tee ../seen
printf 'RATE = 0.01\nEPOCHS = 5\n' >params.py
echo "literal: $("$dvc" status | tr -s '\n\t ' ' ')" | tee -a ../seen
stage '      - params.py: [RATE]'
printf 'RATE = 10 ** -2\nEPOCHS = 5\n' >params.py
"$dvc" repro 2>&1 | grep ERROR | tee -a ../seen
cd ..
grep -qx 'computed, file named whole: Data and pipelines are up to date.' seen
grep -q '^literal: train: changed deps: params.py: new: RATE' seen
grep -q "'RATE' are missing from 'params.py'" seen
