#!/bin/sh
# MLflow 3.17.2: in a store of files, log_metric and then log_model in one run writes the
# run's metric down twice, with one time stamp and one step. `mlflow migrate-filestore`,
# made for such stores, ends with an IntegrityError on that run: the database has every
# point once. Without the model, or with the metric at another step than the model's,
# there is one line, and the store is migrated.
#
# Guess: logging a model adds no point to a metric of the run, and the store of an
# ordinary training can be migrated.
# Seen: two equal lines; "UNIQUE constraint failed: metrics.key, …"; one line and a
# migrated store for a metric at step 4.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'mlflow==3.17.2'
export MLFLOW_DISABLE_TELEMETRY=true
cat >train.py <<'PY'
import os
import sys
import mlflow


class Same(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return model_input


mlflow.set_tracking_uri("file:" + os.path.abspath(sys.argv[1] + "/mlruns"))
with mlflow.start_run():
    mlflow.log_metric("acc", 0.9, step=int(sys.argv[2]))
    mlflow.pyfunc.log_model(name="m", python_model=Same())
PY
for step in 0 4; do
	mkdir "$step"
	MLFLOW_ALLOW_FILE_STORE=true venv/bin/python train.py "$step" "$step" 2>/dev/null
	lines=$(cat "$step"/mlruns/0/*/metrics/acc | grep -c '0.9')
	status=0
	venv/bin/mlflow migrate-filestore --source "$step" --target "sqlite:///$step.db" >"log$step" 2>&1 || status=$?
	echo "step $step: $lines line(s), migrate-filestore exit status $status"
	grep -o 'UNIQUE constraint failed: metrics.key' "log$step" | head -n 1 || true
done | tee seen
grep -qx 'step 0: 2 line(s), migrate-filestore exit status 1' seen
grep -q 'UNIQUE constraint failed' seen
grep -qx 'step 4: 1 line(s), migrate-filestore exit status 0' seen
