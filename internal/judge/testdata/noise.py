"""What SciPy makes of runs of one metric: reads cases as JSON from standard
input, writes every number that a report prints of them. An independent
implementation of CompareRepeats' formulas, for its tests."""

import json
import math
import sys

from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.stats import norm, t

BUDGETS = [(1, 1), (1.25, 1.25), (1.35, 1.45)]
MOST = 20  # runs more that are ever suggested


def shares(case, m, k, last):
    """The look after k of last re-runs: what it may spend of both errors."""
    at = [k] if last == 0 else [n for n in (3, 5) if n < last] + [last]
    total, miss = BUDGETS[len(at) - 1]
    before = max([n for n in at if n < k], default=0)
    part = lambda power: (k / at[-1]) ** power - (before / at[-1]) ** power
    alpha = case["alpha"] / case["metrics"]
    skewed = abs(m**-2 - k**-2) / (1 / m + 1 / k) ** 1.5
    total = 1 + (total - 1) * (1 - skewed)
    kept = 1.0
    if m != k:
        kept = min(1, (0.33 / skewed) ** 2.5) * min(1, (alpha / 0.05) ** (2 * skewed**1.2 * (math.sqrt(m + k - 2) - 1)))
    alpha /= case["selection"]
    return alpha * total * part(1.5) * kept, 0.2 * miss * part(0.4), alpha if k == at[-1] else alpha * total * part(1.5)


def sheppard(values, s):
    values = sorted(values)
    rounding = 1e-9 * max(abs(values[0]), abs(values[-1]))
    steps = [b - a for a, b in zip(values, values[1:]) if b - a > rounding]
    if steps and min(steps) > 1.5 * s > 0:
        s = math.sqrt(s * s + min(steps) ** 2 / 12)
    return s


def chance_of_equal(m, k):
    """The largest probability that k runs give one value and m another."""
    f = lambda p: -(p**k * (1 - p) ** m + p**m * (1 - p) ** k)
    starts = [minimize_scalar(f, bounds=(low, low + 0.05), method="bounded", options={"xatol": 1e-12}) for low in [0.5 + i / 20 for i in range(10)]]
    return -min(s.fun for s in starts)


def best_of(n):
    """The mean of the largest of n standard normal values."""
    return quad(lambda x: x * n * norm.pdf(x) * norm.cdf(x) ** (n - 1), -12, 12, epsabs=1e-12, limit=400)[0] if n > 1 else 0.0


def more(case, m, k, s, d, material, miss):
    """How many repeats, or originals, bring the bound below what matters."""
    bound = lambda m, k, miss: d + t.isf(miss, m + k - 2) * s * math.sqrt(1 / m + 1 / k)
    again = lambda n: bound(m, k + n, shares(case, m, k + n, k + n)[1])
    spent = case["last"] <= k
    repeats = next((n for n in range(1, MOST + 1) if spent and again(n) <= material), 0)
    originals = next((n for n in range(1, MOST + 1) if bound(m + n, k, miss) <= material), 0)
    ways = ([again(repeats)] if repeats else []) + ([bound(m + originals, k, miss)] if originals else [])
    return repeats, originals, min(ways, default=0.0)


def foresee(case, m, k, s, d, material):
    """The chance that the best later look decides, either way."""
    drift = hold = 0.0
    last = case["last"]
    for later in [n for n in [n for n in (3, 5) if n < last] + [last] if n > k]:
        alpha, miss, equal = shares(case, m, later, last)
        if s == 0:
            drift = 1.0 if chance_of_equal(m, later) <= equal else drift
            continue
        se = s * math.sqrt(1 / m + 1 / later)
        mean = norm(d, s * math.sqrt(1 / k - 1 / later))
        inside = lambda low, high: mean.cdf(high) - mean.cdf(low) if high > low else 0.0
        half, far = t.isf(alpha / 2, m + later - 2) * se, t.isf(miss, m + later - 2) * se
        drift = max(drift, 1 - inside(-half, half))
        hold = max(hold, inside(max(far - material, -half), min(material - far, half)))
    return drift, hold


def measure(case):
    x, y = case["originals"], case["repeats"]
    m, k = len(x), len(y)
    alpha, miss, equal = shares(case, m, k, case["last"])
    mx, my = math.fsum(x) / m, math.fsum(y) / k
    nu, d = m + k - 2, my - mx
    s = math.sqrt((math.fsum((v - mx) ** 2 for v in x) + math.fsum((v - my) ** 2 for v in y)) / nu)
    if min(x) == max(x) and min(y) == max(y):
        s = 0.0
    s = sheppard(x + y, s)
    se = s * math.sqrt(1 / m + 1 / k)
    half = t.isf(alpha / 2, nu) * se
    tolerated = max(1e-6 * abs(x[0]), 1e-12)
    material = max(case["material"] * abs(x[0]), tolerated)
    bound = abs(d) + t.isf(miss, nu) * se if s > 0 else 0.0
    undecided = s > 0 and not abs(d) > max(half, tolerated) and bound > material
    repeats, originals, reach = more(case, m, k, s, abs(d), material, miss) if undecided else (0, 0, 0.0)
    drift, hold = foresee(case, m, k, s, d, material)
    doubt = 0.0
    if undecided:  # five re-runs more, at the last look of a check of so many
        later = norm(d, s * math.sqrt(1 / k - 1 / (k + 5)))
        edge = t.isf(shares(case, m, k + 5, k + 5)[0] / 2, nu + 5) * s * math.sqrt(1 / m + 1 / (k + 5))
        doubt = float(max(drift, 1 - later.cdf(edge) + later.cdf(-edge) if case["last"] <= k else 0) >= 0.15)
    return {
        "in_doubt": doubt,
        "mean": my,
        "centre": mx,
        "deviation": s,
        "level": 1 - alpha,
        "power": 1 - miss,
        "half_width": half,
        "low": my - half,
        "high": my + half,
        "p": 2 * t.sf(abs(d) / se, nu) if s > 0 else -1.0,
        "shift_bound": bound,
        "material": material,
        "inflation": best_of(case["selection"]) * s,
        "more_repeats": repeats,
        "more_originals": originals,
        "reach": reach,
        "may_drift": drift,
        "may_hold": hold,
        "chance_of_equal": chance_of_equal(m, k) if s == 0 else 0.0,
        "outside": float(s > 0 and abs(d) > max(half, tolerated) or s == 0 and d != 0 and chance_of_equal(m, k) <= equal),
    }


json.dump([measure(case) for case in json.load(sys.stdin)], sys.stdout)
