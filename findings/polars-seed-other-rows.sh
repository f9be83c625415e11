#!/bin/sh
# Polars 1.31.0 and 1.32.0: one seed draws other rows. sample and shuffle with seed=0
# on ten numbers give other numbers, so that a split made with Polars is another after
# that minor upgrade, with the same code, data and seed. 2.1.0 draws as 1.32.0 does.
#
# Guess: a seeded sample is the same in two releases, as it is in pandas 2 and 3.
# Seen: [2, 3, 7, 8, 4] and [1, 7, 2, 0, 4].
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
cat >draw.py <<'PY'
import polars as pl

numbers = pl.DataFrame({"n": range(10)})
print(pl.__version__, numbers.sample(5, seed=0)["n"].to_list(), numbers["n"].shuffle(0).to_list())
PY
for version in 1.31.0 1.32.0; do
	python3 -m venv "$version" && "$version/bin/pip" install --quiet "polars==$version"
	"$version/bin/python" draw.py
done | tee seen
grep -qxF '1.31.0 [2, 3, 7, 8, 4] [8, 1, 0, 5, 2, 3, 6, 7, 9, 4]' seen
grep -qxF '1.32.0 [1, 7, 2, 0, 4] [3, 0, 5, 8, 6, 1, 2, 7, 9, 4]' seen
