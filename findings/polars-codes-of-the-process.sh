#!/bin/sh
# Polars 2.1.0: the numbers behind a Categorical column depend on what the process made
# before. to_physical() of one Parquet file, a usual way to a numeric feature, is
# 0, 1, 2 in a fresh process and 2, 3, 0 where another column was read first, so that
# features change with the order in which files are read. 1.31.0 numbers each column by
# itself. sort and pandas are not concerned: they go by the texts and by the file.
#
# Guess: the codes are those of the column, or of the file's dictionary, as in pandas.
# Seen: [0, 1, 2], and [2, 3, 0] after a column of "high" and "none"; with an Enum, and in
# 1.31.0, [0, 1, 2] both times.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
cat >codes.py <<'PY'
import sys

import polars as pl

texts = ["low", "mid", "high"]
if len(sys.argv) > 1:
    other = pl.Series(["high", "none"], dtype=pl.Categorical)
else:
    pl.DataFrame({"c": texts}, schema={"c": pl.Categorical}).write_parquet("c.parquet")
print(pl.__version__, sys.argv[1:], pl.read_parquet("c.parquet")["c"].to_physical().to_list(),
      pl.Series(texts, dtype=pl.Enum(texts)).to_physical().to_list())
PY
for version in 1.31.0 2.1.0; do
	python3 -m venv "$version" && "$version/bin/pip" install --quiet "polars==$version"
	"$version/bin/python" codes.py && "$version/bin/python" codes.py after
done | tee seen
grep -qxF "1.31.0 [] [0, 1, 2] [0, 1, 2]" seen && grep -qxF "1.31.0 ['after'] [0, 1, 2] [0, 1, 2]" seen
grep -qxF "2.1.0 [] [0, 1, 2] [0, 1, 2]" seen && grep -qxF "2.1.0 ['after'] [2, 3, 0] [0, 1, 2]" seen
