#!/bin/sh
# MLflow 3.17.2 with pandas 2.3.3: the digest of mlflow.data.from_pandas does not
# change when a column of booleans, of dates, or a text column that holds one None
# is replaced by entirely different values.
#
# Guess: every column counts in the digest of a data set.
# Seen: equal digests for other booleans, other dates, and other texts beside one
# None; another digest for other integers and for other texts without a None.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'mlflow==3.17.2' 'pandas==2.3.3' 'numpy==2.3.5'
MLFLOW_DISABLE_TELEMETRY=true venv/bin/python - 2>/dev/null <<'PY'
import mlflow.data
import pandas as pd

x = list(range(8))


def digest(column):
    return mlflow.data.from_pandas(pd.DataFrame({"x": x, "c": column})).digest


pairs = {
    "bool": ([True] * 8, [False] * 8),
    "date": (pd.to_datetime(["2020-01-01"] * 8), pd.to_datetime(["2021-06-30"] * 8)),
    "text with None": (["a"] * 7 + [None], ["zz"] * 7 + [None]),
    "text": (["a"] * 8, ["zz"] * 8),
    "int": ([1] * 8, [2] * 8),
}
same = {name: digest(a) == digest(b) for name, (a, b) in pairs.items()}
for name, equal in same.items():
    print(f"{name:15} {'same digest' if equal else 'another digest'}")
assert same == {"bool": True, "date": True, "text with None": True, "text": False, "int": False}, same
PY
