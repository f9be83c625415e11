#!/bin/sh
# Optuna 4.8.0, 4.9.0 and 5.0.0: one seed of the TPE sampler, the default, proposes another
# twelfth trial in each of the three, with the same code and the same NumPy and SciPy.
# 4.0.0 proposes as 4.8.0 does. The tenth, which is still drawn at random, is equal, as
# those of the RandomSampler are: a short test of a search does not notice.
#
# Guess: a seeded search is the same in 4.8 and 4.9, and may be another in 5.0.
# Seen: the twelfth has x = 0.89856, n = 4; then x = 0.79375, n = 4; then x = 0.79375, n = 5.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
cat >search.py <<'PY'
import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)


def loss(trial):
    x, n = trial.suggest_float("x", -1, 1), trial.suggest_int("n", 1, 9)
    kind, rate = trial.suggest_categorical("c", ["a", "b"]), trial.suggest_float("lr", 1e-5, 1, log=True)
    return (x - 0.3) ** 2 + (n - 4) ** 2 + (kind == "a") + rate


for sampler in (optuna.samplers.TPESampler(seed=0), optuna.samplers.RandomSampler(seed=0)):
    study = optuna.create_study(sampler=sampler)
    study.optimize(loss, n_trials=12)
    print(optuna.__version__, type(sampler).__name__,
          *(f"{study.trials[i].params['x']:.5f} {study.trials[i].params['n']}" for i in (9, 11)))
PY
python3 -m venv venv
for version in 4.0.0 4.8.0 4.9.0 5.0.0; do
	venv/bin/pip install --quiet "optuna==$version" 'numpy==2.4.6' 'scipy==1.17.1'
	venv/bin/python search.py
done | tee seen
grep -qx '4.0.0 TPESampler .* 0.89856 4' seen && grep -qx '4.8.0 TPESampler .* 0.89856 4' seen
grep -qx '4.9.0 TPESampler .* 0.79375 4' seen && grep -qx '5.0.0 TPESampler .* 0.79375 5' seen
[ "$(cut -d' ' -f2-4 seen | sort -u | grep -c TPE)" = 1 ] # the tenth
[ "$(grep Random seen | cut -d' ' -f2- | sort -u | wc -l)" = 1 ]
