#!/bin/sh
# dvclive 3.49.0: a slash in a metric's name is a level of metrics.json. Log "loss" and
# then "loss/val", and log_metric raises AttributeError; the other way round nothing is
# said, metrics.json holds "loss" alone, and plots hold both.
#
# Guess: both orders give the same file, or the same error.
# Seen: "'float' object has no attribute 'copy'" in one order; in the other
# {"loss": 2.0} beside plots/metrics/loss.tsv and plots/metrics/loss/val.tsv.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'dvclive==3.49.0' 'dvc==3.67.1'
export DVC_NO_ANALYTICS=1
cat >log.py <<'PY'
import sys
from dvclive import Live

with Live(dir=sys.argv[1], save_dvc_exp=False) as live:
    for value, name in enumerate(sys.argv[2:], 1):
        live.log_metric(name, float(value))
PY
if venv/bin/python log.py a loss loss/val >log 2>&1; then exit 1; fi
tail -n 1 log; grep -q "AttributeError: 'float' object has no attribute 'copy'" log
venv/bin/python log.py b loss/val loss 2>/dev/null
tr -d ' \n' <b/metrics.json | tee flat; echo; (cd b && find plots -type f | sort)
[ "$(cat flat)" = '{"loss":2.0}' ] && [ -s b/plots/metrics/loss.tsv ] && [ -s b/plots/metrics/loss/val.tsv ]
