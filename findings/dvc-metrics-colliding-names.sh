#!/bin/sh
# DVC 3.67.1: where two metrics have one name once they are flattened
# ({"a": {"b": 1}, "a.b": 2}), `dvc metrics show` ends with an error and
# `dvc metrics show --json` shows both.
#
# Guess: the table shows both rows, or one of them, as --json does.
# Seen: "unexpected error - duplicated key 'a.b'", exit status not 0; with --json
# status 0 and both values.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'dvc==3.67.1'
PATH="$tmp/venv/bin:$PATH"; export DVC_NO_ANALYTICS=1
mkdir project && cd project && git init --quiet && dvc init --quiet
printf 'metrics:\n- m.json\n' >dvc.yaml
echo '{"a": {"b": 1}, "a.b": 2}' >m.json
status=0; dvc metrics show >../out 2>&1 || status=$?
cat ../out; echo "exit status $status"
[ "$status" != 0 ]
grep -q "duplicated key 'a.b'" ../out
dvc metrics show --json | tee ../out
grep -q '"b": 1' ../out && grep -q '"a.b": 2' ../out
