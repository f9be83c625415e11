"""Gradient descent for one line. Since 1.2 errors are tinymath's."""

# requires tinymath
import tinymath


def predict(weights, row):
    return sum(weight * value for weight, value in zip(weights, row))


def loss(weights, rows):
    return sum((predict(weights, row) - target) ** 2 for row, target in rows) / len(rows)


def descend(weights, rows, rate):
    """One pass over the rows, a step for each, in the order given."""
    weights = list(weights)
    for row, target in rows:
        error = tinymath.difference(predict(weights, row), target)
        for at, value in enumerate(row):
            weights[at] -= rate * error * value
    return weights
