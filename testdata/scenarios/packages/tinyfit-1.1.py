"""Gradient descent for one line. Since 1.1 rates are checked."""


def predict(weights, row):
    return sum(weight * value for weight, value in zip(weights, row))


def loss(weights, rows):
    return sum((predict(weights, row) - target) ** 2 for row, target in rows) / len(rows)


def descend(weights, rows, rate):
    """One pass over the rows, a step for each, in the order given."""
    if rate <= 0:
        raise ValueError("rate")
    weights = weights[:]
    for row, target in rows:
        error = predict(weights, row) - target
        for at, value in enumerate(row):
            weights[at] -= rate * error * value
    return weights
