"""The row of GitHub requests: counted by the stories of the action, on a GitHub on loopback."""

import re

from measure import Failed

STORIES = "internal/action/testdata/stories.md"  # written by a test, which holds it
TARGET = (18, 6)  # requests and writes


def per_verdict(bench):
    """Lines of the page: requests and writes of each trigger that comes to a verdict by one training."""
    found = {}
    triggers = (bench.root / STORIES).read_text().split("## ")[1]
    for line in triggers.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 11 or not re.match(r"(reproduced|drifted), ", cells[2]) or cells[7] != "1" or cells[1].startswith("finish"):
            continue  # no verdict, two trainings, or the two jobs of start and finish
        found.setdefault(cells[0], []).append((int(cells[8]), int(cells[9])))
    if not found:
        raise Failed(f"{STORIES} has no story with a verdict")
    most = tuple(max(values) for values in zip(*[counts for of in found.values() for counts in of]))
    lines = [f"| {trigger} | {span([n for n, _ in of])} | {span([w for _, w in of])} |" for trigger, of in found.items()]
    return lines, most


def span(numbers):
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low} to {high}"
