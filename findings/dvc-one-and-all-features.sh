#!/bin/sh
# DVC 3.67.1 and scikit-learn 1.9.0: max_features is a count as an integer and a share as
# a float. A params file that goes from 1 to 1.0 makes a forest of one feature a split
# one of all of them, and for DVC nothing has changed: status, repro and params diff
# say so, and the old model stays.
#
# Guess: a param of another type is a changed param.
# Seen: "Data and pipelines are up to date."; 1 feature in the output that is kept, 4
# once the stage is forced.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'dvc==3.67.1' 'scikit-learn==1.9.0'
PATH="$tmp/venv/bin:$PATH"; export DVC_NO_ANALYTICS=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com
mkdir project && cd project && git init --quiet && dvc init --quiet
cat >train.py <<'PY'
import yaml
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier

with open("params.yaml") as file:
    params = yaml.safe_load(file)
forest = RandomForestClassifier(n_estimators=3, random_state=0, **params).fit(*load_iris(return_X_y=True))
with open("features", "w") as file:
    print(forest.estimators_[0].max_features_, file=file)
PY
printf 'stages:\n  train:\n    cmd: python train.py\n    params:\n    - max_features\n    outs:\n    - features\n' >dvc.yaml
echo 'max_features: 1' >params.yaml; dvc repro --quiet; git add . && git commit --quiet --message one
echo 'max_features: 1.0' >params.yaml
{ dvc status; dvc repro; echo "params diff: $(dvc params diff)"; echo "kept: $(cat features)"
  dvc repro --quiet --force; echo "forced: $(cat features)"; } | tee ../seen
cd ..
[ "$(grep -c 'up to date' seen)" = 2 ] && grep -q "didn't change, skipping" seen
grep -qx 'params diff: ' seen && grep -qx 'kept: 1' seen && grep -qx 'forced: 4' seen
