#!/bin/sh
# MLflow 3.17.2: the tag mlflow.source.git.commit of a run is the commit of the
# repository that holds the started program, not that of the working directory. A
# training started by a program that is installed below another repository (a shared
# tools checkout with a bin folder) gets that repository's commit and branch.
#
# Guess: the commit of the repository in which the training is run.
# Seen: the project's script gives the project's commit; an installed program, started
# in the project, gives the commit of the repository of tools, and nothing of the project.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'mlflow==3.17.2'
export MLFLOW_DISABLE_TELEMETRY=true GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com
export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com
mkdir -p tools/bin project
cat >train <<PY
#!$tmp/venv/bin/python
import mlflow

mlflow.set_tracking_uri("sqlite:///$tmp/mlflow.db")
with mlflow.start_run() as run:
    pass
print(mlflow.get_run(run.info.run_id).data.tags.get("mlflow.source.git.commit"))
PY
chmod +x train; cp train tools/bin/train; mv train project/train.py
for name in tools project; do
	git -C $name init --quiet && git -C $name add . && git -C $name commit --quiet --message $name
done
cd project
own=$(../venv/bin/python train.py 2>/dev/null); installed=$(../tools/bin/train 2>/dev/null)
echo "project $(git rev-parse HEAD), its script: $own"
echo "tools   $(git -C ../tools rev-parse HEAD), installed program: $installed"
[ "$own" = "$(git rev-parse HEAD)" ] && [ "$installed" = "$(git -C ../tools rev-parse HEAD)" ]
