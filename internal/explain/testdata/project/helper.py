import math


def loss(rows, lr, scale):
    return math.log1p(sum(x * scale - y for x, y in rows)) / (7.3 + lr)


def noise(random):
    return 0.0
