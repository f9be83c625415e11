"""What the model sees of a ride."""

import csv


def rides():
    """Read the prepared rides: every fifth is for the evaluation."""
    with open("data/prepared.csv", newline="") as source:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(source)]
    return [row for at, row in enumerate(rows) if at % 5], rows[::5]


def features(ride):
    return [1.0, ride["km"] / 10, ride["minutes"] / 30]
