"""Arithmetic. Since 2.0 large differences are cut."""


def difference(a, b):
    return max(-5.0, min(5.0, a - b))
