#!/bin/sh
# scikit-learn 1.9.1: train_test_split(test_size=0.07) of 100 rows makes a test set of 8
# rows, and train_size=0.93 one of 7. The share is multiplied as a float and rounded up
# for the test set (0.07 * 100 is 7.000000000000001), and down for the training set. So do
# 0.14, 0.28, 0.55 and 0.56. pandas 3.1.1's sample(frac=…) rounds to the nearest, Polars
# 2.1.0's sample(fraction=…) down: 0.29 is 29 rows in one and 28 in the other.
#
# Guess: 7 % of 100 rows are 7 rows, however it is said.
# Seen: test_size, 1 - train_size, frac and fraction of 0.07: 8 7 7 7; of 0.29: 29 29 29 28.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'scikit-learn==1.9.1' 'numpy==2.4.6' 'scipy==1.17.1' 'pandas==3.1.1' 'polars==2.1.0'
cat >share.py <<'PY'
import pandas as pd
import polars as pl
from sklearn.model_selection import train_test_split

rows = list(range(100))
for test, train in ((0.07, 0.93), (0.14, 0.86), (0.28, 0.72), (0.29, 0.71), (0.55, 0.45), (0.56, 0.44), (0.57, 0.43)):
    print(test, len(train_test_split(rows, test_size=test)[1]), len(train_test_split(rows, train_size=train)[1]),
          len(pd.Series(rows).sample(frac=test)), len(pl.Series(rows).sample(fraction=test)))
PY
venv/bin/python share.py | tee seen
grep -qx '0.07 8 7 7 7' seen && grep -qx '0.29 29 29 29 28' seen
