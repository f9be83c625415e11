"""Split the rows into those that train and those that evaluate, species by species."""

import csv
import random
from collections import defaultdict
from pathlib import Path

import yaml


def main():
    params = yaml.safe_load(Path("params.yaml").read_text())["preprocess"]
    with open("data/raw.csv", newline="") as source:
        header, *rows = csv.reader(source)
    by_species = defaultdict(list)
    for row in rows:
        by_species[row[-1]].append(row)

    shuffle = random.Random(params["random_state"]).shuffle
    parts = {"train": [], "test": []}
    for species in sorted(by_species):
        members = by_species[species]
        shuffle(members)
        cut = round(len(members) * params["test_size"])
        parts["test"] += members[:cut]
        parts["train"] += members[cut:]

    folder = Path("data/prepared")
    folder.mkdir(parents=True, exist_ok=True)
    for name, part in parts.items():
        with open(folder / f"{name}.csv", "w", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(part)
    print(f"preprocess: {len(parts['train'])} rows to train, {len(parts['test'])} to evaluate")


if __name__ == "__main__":
    main()
