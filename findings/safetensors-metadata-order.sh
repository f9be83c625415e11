#!/bin/sh
# safetensors 0.8.0: the same tensors with the same metadata are other bytes each time.
# The keys of the metadata are written in an order that changes with every call, within
# one process too, so that the digest of a model that comes back to the last bit is
# another one. Without metadata, or with one key, the bytes are the same.
#
# Guess: equal input is equal output, as it is for the tensors, which are sorted.
# Seen: 20 saves with seven keys of metadata are more than 1 content; 1 without
# metadata, with one key, and with the tensors in another order.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'safetensors==0.8.0' 'numpy==2.4.6'
cat >save.py <<'PY'
import numpy as np
from safetensors.numpy import save

tensors = {"a": np.zeros(2), "b": np.ones(3)}
turned = dict(reversed(tensors.items()))
for name, metadata in (("none", None), ("one", {"a": "x"}), ("seven", {key: "x" for key in "abcdefg"})):
    contents = {save(some, metadata) for _ in range(10) for some in (tensors, turned)}
    print(name, "one content" if len(contents) == 1 else "several contents")
PY
venv/bin/python save.py | tee seen
grep -qx 'none one content' seen && grep -qx 'one one content' seen && grep -qx 'seven several contents' seen
