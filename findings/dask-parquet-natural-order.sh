#!/bin/sh
# Dask 2026.8.0: a folder of parts is read in one order as CSV and in another as
# Parquet. With part-1 to part-11, read_csv puts part-10 and part-11 before part-2;
# read_parquet counts. pandas, Polars 2.1.0, DuckDB 2.0.1 and PyArrow 26.0.1 take the
# first order for both, so that a project that moves its parts to Parquet, or from Dask
# to another reader, splits other rows with the same seed.
#
# Guess: one reader has one order for the names of files.
# Seen: 1 10 11 2 … for CSV, 1 2 … 10 11 for Parquet, by Dask alone.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv
venv/bin/pip install --quiet 'dask[dataframe]==2026.8.0' 'pandas==3.1.1' 'pyarrow==26.0.1' 'polars==2.1.0' 'duckdb==2.0.1'
cat >order.py <<'PY'
import os
import dask
import dask.dataframe as dd
import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds

dask.config.set(scheduler="sync")
os.mkdir("csv"), os.mkdir("parquet")
for part in range(1, 12):
    frame = pd.DataFrame({"n": [part]})
    frame.to_csv(f"csv/part-{part}.csv", index=False)
    frame.to_parquet(f"parquet/part-{part}.parquet")
orders = {
    "dask csv": dd.read_csv("csv/*.csv").compute().n,
    "dask parquet": dd.read_parquet("parquet/*.parquet").compute().n,
    "pandas parquet": pd.read_parquet("parquet").n,
    "polars csv": pl.read_csv("csv/*.csv")["n"],
    "polars parquet": pl.read_parquet("parquet/*.parquet")["n"],
    "duckdb csv": (n for n, in duckdb.sql("from 'csv/*.csv'").fetchall()),
    "duckdb parquet": (n for n, in duckdb.sql("from 'parquet/*.parquet'").fetchall()),
    "pyarrow csv": ds.dataset("csv", format="csv").to_table()["n"].to_pylist(),
    "pyarrow parquet": ds.dataset("parquet").to_table()["n"].to_pylist(),
}
for reader, order in orders.items():
    print(f"{reader}:", *order)
PY
venv/bin/python -W ignore order.py | tee seen
grep -qx 'dask parquet: 1 2 3 4 5 6 7 8 9 10 11' seen
[ "$(grep -c ': 1 10 11 2 3 4 5 6 7 8 9$' seen)" = 8 ]
