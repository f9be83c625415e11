#!/bin/sh
# dvc 3.67.1: a tuple in a params.py is a param, and as a value of its own it stays what it
# was. Within a class, a dict or a list it never does: dvc.lock has a list in its place, the
# two are unequal, and the stage runs again each time, with nothing changed.
#
# Guess: a stage that has just run is up to date, wherever the tuple stands.
# Seen: after `dvc repro`, SIZES = (8, 4) is up to date, and `class Train: sizes = (8, 4)`,
# {"sizes": (8, 4)} and [(8, 4)] are "modified".
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
export GIT_CONFIG_GLOBAL=/dev/null DVC_NO_ANALYTICS=1 DVC_SITE_CACHE_DIR="$tmp/site"
python3 -m venv venv && venv/bin/pip install --quiet 'dvc==3.67.1'
dvc="$tmp/venv/bin/dvc"
mkdir project && cd project && git init --quiet && "$dvc" init --quiet
printf 'stages:\n  train:\n    cmd: echo 1 > out.txt\n    params:\n      - params.py:\n    outs: [out.txt]\n' >dvc.yaml
status() { # status TEXT: what DVC says of the stage right after it has run with that params.py
	printf "$1\n" >params.py
	"$dvc" repro --quiet
	"$dvc" status | tr -s '\n\t ' '   ' | tee -a ../seen
	echo | tee -a ../seen
}
status 'SIZES = (8, 4)'
status 'class Train:\n    sizes = (8, 4)'
status 'TRAIN = {"sizes": (8, 4)}'
status 'TRAIN = [(8, 4)]'
cd ..
test "$(grep -c 'up to date' seen)" = 1
test "$(grep -c 'modified:' seen)" = 3
sed -n 1p seen | grep -q 'up to date'
