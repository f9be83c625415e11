#!/bin/sh
# MLflow 3.17.2: mlflow.artifacts.download_artifacts("models:/NAME/VERSION") on a store
# of files copies nothing: it gives the stored folder itself back, and writes the file
# registered_model_meta into it. The stored model has one file more once it was read,
# and the file names whichever registered model it was read through last.
#
# Guess: a download leaves the store as it was, and two versions that share a source
# have the same files.
# Seen: the folder that comes back is the logged model's own; five files before, six
# afterwards; after a second name was read the file names that one.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'mlflow==3.17.2'
MLFLOW_DISABLE_TELEMETRY=true venv/bin/python - 2>/dev/null <<'PY'
import os
import mlflow


class Same(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return model_input


mlflow.set_tracking_uri("sqlite:///mlflow.db")
with mlflow.start_run():
    logged = mlflow.pyfunc.log_model(name="m", python_model=Same())
stored = mlflow.get_logged_model(logged.model_id).artifact_location
for name in ("first", "second"):
    mlflow.register_model(logged.model_uri, name)
before = sorted(os.listdir(stored))
print(len(before), before)
for name in ("first", "second"):
    got = mlflow.artifacts.download_artifacts(f"models:/{name}/1")
    assert os.path.realpath(got) == os.path.realpath(stored)
    added = sorted(set(os.listdir(stored)) - set(before))
    text = open(os.path.join(stored, "registered_model_meta")).read().split()
    print(added, text)
    assert added == ["registered_model_meta"] and text[:2] == ["model_name:", name]
PY
