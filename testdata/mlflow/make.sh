#!/bin/sh
# Makes the fixtures of internal/mlflow anew, with a real MLflow:
#
#   testdata/mlflow/make.sh /path/to/venv/bin/python
#
# mlruns/          the tree that MLflow's file store writes
# artifacts/       the files of the models that the database knows
# mlflow.sql       the tables of its database that are read, as a dump
# replies.txtar    what a server answered to the requests of the tests
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=$1
work=$(mktemp -d)
trap 'kill -- "-$server" 2>/dev/null || true; rm -rf "$work"' EXIT

rm -rf "$here/mlruns" "$here/artifacts"
MLFLOW_ALLOW_FILE_STORE=true "$python" -W ignore "$here/make.py" "$work/mlruns"
rm -rf "$work/mlruns/.trash"
grep -rl --include=meta.yaml "$work" "$work/mlruns" | xargs sed -i "s#$work#/srv/ml#"
cp -r "$work/mlruns" "$here/mlruns"

mkdir "$work/db"
(cd "$work/db" && "$python" -W ignore "$here/make.py" "sqlite:///$work/db/mlflow.db")
cp -r "$work/db/mlruns" "$here/artifacts"
sqlite3 "$work/db/mlflow.db" ".dump experiments runs params tags metrics latest_metrics datasets inputs input_tags \
  registered_models registered_model_tags registered_model_aliases model_versions model_version_tags logged_models" |
	sed "s#$work#/srv/ml#" >"$here/mlflow.sql"

mkdir "$work/server"
(cd "$work/server" && exec setsid "$python" -m mlflow server --host 127.0.0.1 --port 5099 --workers 1 \
	--backend-store-uri sqlite:///server.db --artifacts-destination "$work/server/artifacts" >server.log 2>&1) &
server=$!
for _ in $(seq 60); do
	if curl -fs http://127.0.0.1:5099/health >/dev/null; then break; fi
	sleep 1
done
"$python" -W ignore "$here/make.py" http://127.0.0.1:5099
cd "${REPRODUCE_DIR:-$here/../..}" && go test ./internal/mlflow -count=1 -run TestStoresAlike/server -record http://127.0.0.1:5099 -update
