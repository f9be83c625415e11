"""Gradient descent for one line. In this fork large errors count less."""


def predict(weights, row):
    return sum(weight * value for weight, value in zip(weights, row))


def loss(weights, rows):
    return sum((predict(weights, row) - target) ** 2 for row, target in rows) / len(rows)


def descend(weights, rows, rate):
    """One pass over the rows, a step for each, in the order given."""
    weights = list(weights)
    for row, target in rows:
        error = predict(weights, row) - target
        error = max(-5.0, min(5.0, error))
        for at, value in enumerate(row):
            weights[at] -= rate * error * value
    return weights
