#!/bin/sh
# DVC 3.67.1: a stage with a param that is .nan is "modified" for `dvc status` for ever,
# right after `dvc repro` too, and `dvc repro` takes the result from its cache each
# time instead of saying that the stage did not change. With another number both say
# that nothing changed.
#
# Guess: a param that has the value it had in dvc.lock is unchanged.
# Seen: dvc.lock has `x: .nan` as params.yaml has; status says "modified: x"; the second
# and the third repro say "is cached - skipping run", with 1.5 "didn't change".
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'dvc==3.67.1'
PATH="$tmp/venv/bin:$PATH"; export DVC_NO_ANALYTICS=1
mkdir project && cd project && git init --quiet && dvc init --quiet
printf 'stages:\n  copy:\n    cmd: cp params.yaml out\n    params:\n    - x\n    outs:\n    - out\n' >dvc.yaml
for value in .nan 1.5; do
	echo "x: $value" >params.yaml; dvc repro --quiet
	grep "x: $value" dvc.lock
	dvc status | tee "../status$value"
	dvc repro >"../second$value"; dvc repro | tee "../third$value"
done
cd ..
grep -q 'modified: *x' status.nan && grep -q 'is cached - skipping run' second.nan third.nan
grep -q 'up to date' status1.5 && grep -q "didn't change, skipping" third1.5
[ "$(grep -c 'is cached - skipping run' third.nan)" = 1 ]
