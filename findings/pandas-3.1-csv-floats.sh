#!/bin/sh
# pandas 3.0.6 and 3.1.1: read_csv with its defaults gives other floats for one file. A
# third of 100,000 numbers between 0 and 1, written with all their digits, is off by
# one unit in the last place in 3.0.6 and exact in 3.1.1; numbers of a float32 are
# exact in both. 2.2.3 reads as 3.0.6 does. A model that is trained again after that
# minor upgrade starts from other data, while the file's digest is the same.
#
# Guess: the default float parser is one for all of pandas 3, or exact.
# Seen: 36110 and 0 of 100,000 differ from what was written; none with
# float_precision="round_trip", which 3.1.1 calls deprecated.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
cat >read.py <<'PY'
import numpy as np
import pandas as pd

random = np.random.default_rng(0)
for name, wrote in (("double", random.random(100_000)),
                    ("float32", np.array([float(str(v)) for v in random.random(100_000, dtype="float32")]))):
    with open("x.csv", "w") as file:
        file.write("x\n" + "".join(f"{float(v)!r}\n" for v in wrote))
    print(pd.__version__, name, int((pd.read_csv("x.csv").x != wrote).sum()),
          int((pd.read_csv("x.csv", float_precision="round_trip").x != wrote).sum()))
PY
for version in 3.0.6 3.1.1; do
	python3 -m venv "$version" && "$version/bin/pip" install --quiet "pandas==$version" 'numpy==2.4.6'
	"$version/bin/python" -W ignore read.py
done | tee seen
grep -qx '3.0.6 double 36110 0' seen && grep -qx '3.1.1 double 0 0' seen
grep -qx '3.0.6 float32 0 0' seen && grep -qx '3.1.1 float32 0 0' seen
