"""What SciPy makes of runs of one metric: reads cases as JSON from standard
input, writes band, level, and the largest shift that may hide. An independent
implementation of CompareRepeats' formulas, for its tests."""

import json
import math
import sys

from scipy.stats import t

BUDGETS = [(1, 0.30, 1), (1.2, 0.25, 1.25), (1.3, 0.22, 1.45)]


def shares(m, k, last, alpha):
    """The look after k of last re-runs: what it may spend of both errors."""
    at = [k] if last == 0 else [n for n in (3, 5) if n < last] + [last]
    total, single, miss = BUDGETS[len(at) - 1]
    if min(m, k) == 1:
        total = single
    before = max([n for n in at if n < k], default=0)
    part = lambda power: (k / at[-1]) ** power - (before / at[-1]) ** power
    return alpha * total * part(1.5), 0.2 * miss * part(0.4)


def sheppard(values, s):
    values = sorted(values)
    rounding = 1e-9 * max(abs(values[0]), abs(values[-1]))
    steps = [b - a for a, b in zip(values, values[1:]) if b - a > rounding]
    if steps and min(steps) > 1.5 * s > 0:
        s = math.sqrt(s * s + min(steps) ** 2 / 12)
    return s


def measure(case):
    x, y = case["originals"], case["repeats"]
    m, k = len(x), len(y)
    alpha, miss = shares(m, k, case["last"], case["alpha"])
    mx, my = math.fsum(x) / m, math.fsum(y) / k
    nu = m + k - 2
    s = math.sqrt((math.fsum((v - mx) ** 2 for v in x) + math.fsum((v - my) ** 2 for v in y)) / nu)
    s = sheppard(x + y, s)
    se = s * math.sqrt(1 / m + 1 / k)
    half = t.isf(alpha / 2, nu) * se
    return {
        "deviation": s,
        "level": 1 - alpha,
        "power": 1 - miss,
        "half_width": half,
        "low": my - half,
        "high": my + half,
        "p": 2 * t.sf(abs(my - mx) / se, nu),
        "shift_bound": abs(my - mx) + t.isf(miss, nu) * se,
    }


json.dump([measure(case) for case in json.load(sys.stdin)], sys.stdout)
