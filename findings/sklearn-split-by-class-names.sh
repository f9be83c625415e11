#!/bin/sh
# scikit-learn 1.9.1: a stratified split draws other rows when the classes get other names.
# With one seed, train_test_split(stratify=y) takes other rows for the labels 0 and 1 than
# for the same labels written "rest" and "found", for it draws in the order of the sorted
# names. StratifiedKFold numbers the classes as they come and keeps its rows. A project
# that encodes its target after the split instead of before it has another test set.
#
# Guess: what counts is which rows belong together, not what the class is called.
# Seen: of 20 test rows 6 are the same; all 20 where the names sort as the numbers do
# ("no", "yes"); the fold of StratifiedKFold is the same for all.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'scikit-learn==1.9.1' 'numpy==2.4.6' 'scipy==1.17.1'
cat >split.py <<'PY'
import numpy as np
from sklearn.model_selection import StratifiedKFold, train_test_split

numbers = np.array([0, 1, 1, 0, 1, 0, 0, 1] * 10)
rows = np.arange(80)
tests = {}
for zero, one in (("0", "1"), ("no", "yes"), ("rest", "found")):
    y = np.where(numbers == 1, one, zero)
    split = set(train_test_split(rows, test_size=20, stratify=y, random_state=0)[1])
    fold = set(next(StratifiedKFold(5, shuffle=True, random_state=0).split(rows, y))[1])
    first = tests.setdefault("first", (split, fold))
    print(zero, one, len(split & first[0]), "of", len(split), len(fold & first[1]), "of", len(fold))
PY
venv/bin/python split.py | tee seen
grep -qx 'no yes 20 of 20 16 of 16' seen && grep -qx 'rest found 6 of 20 16 of 16' seen
