#!/bin/sh
# DVC 3.67.1: `dvc repro --force` on a frozen stage does not run its command, but
# records the new dependency beside the old output in dvc.lock. After
# `dvc unfreeze`, DVC calls the stage unchanged, though its output was made from
# another dependency.
#
# Guess: a stage that was not run keeps its entry in dvc.lock.
# Seen: the md5 of in.txt in dvc.lock is the new one, out.txt still has the old
# content, and `dvc repro` after unfreezing says the stage didn't change.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'dvc==3.67.1'
PATH="$tmp/venv/bin:$PATH"; export DVC_NO_ANALYTICS=1
mkdir project && cd project && git init --quiet && dvc init --quiet
printf 'stages:\n  copy:\n    cmd: cp in.txt out.txt\n    deps:\n    - in.txt\n    outs:\n    - out.txt\n' >dvc.yaml
echo one >in.txt && dvc repro --quiet
dvc freeze copy >/dev/null && echo two >in.txt
dvc repro --force copy >../out 2>&1 && cat ../out
new=$(md5sum in.txt | cut -d' ' -f1)
echo "dvc.lock:"; cat dvc.lock; echo "out.txt: $(cat out.txt)"
grep -q "$new" dvc.lock
[ "$(cat out.txt)" = one ]
dvc unfreeze copy >/dev/null && dvc repro >../out 2>&1 && cat ../out
grep -q "Stage 'copy' didn't change" ../out
[ "$(cat out.txt)" = one ]
