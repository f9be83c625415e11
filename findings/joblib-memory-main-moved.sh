#!/bin/sh
# joblib 1.6.0: Memory keeps a function of the program itself under the program's full
# path, and one of a module under the module's name. With one shared cache directory, a
# program that was cloned elsewhere computes its own functions again and takes those of
# its modules from the cache.
#
# Guess: the key is the function's code and its arguments, so both are taken, or neither.
# Seen: in the second clone "own" is computed and "imported" is not; run twice in one
# clone, neither is.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'joblib==1.6.0'
mkdir a b
cat >a/fit.py <<'EOF'
def imported(x):
    print("computed: imported")
    return x + 1
EOF
cat >a/train.py <<'EOF'
import sys
import joblib
import fit

memory = joblib.Memory(sys.argv[1], verbose=0)

@memory.cache
def own(x):
    print("computed: own")
    return x + 1

own(1)
memory.cache(fit.imported)(1)
EOF
cp a/*.py b/
(cd a && ../venv/bin/python train.py ../cache) >first
(cd a && ../venv/bin/python train.py ../cache) >again
(cd b && ../venv/bin/python train.py ../cache) >clone
for run in first again clone; do echo "$run: $(paste -sd' ' "$run")"; done
grep -q own first && grep -q imported first
[ ! -s again ]
[ "$(cat clone)" = "computed: own" ]
