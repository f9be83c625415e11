"""Leave out the rides that are too long, and what the model does not look at."""

import csv
from pathlib import Path

import yaml


def main():
    longest = yaml.safe_load(Path("params.yaml").read_text())["prepare"]["longest"]
    with open("data/rides.csv", newline="") as source:
        rides = [ride for ride in csv.DictReader(source) if float(ride["km"]) <= longest]
    with open("data/prepared.csv", "w", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["km", "minutes", "fare"])
        for ride in rides:
            writer.writerow([ride["km"], ride["minutes"], ride["fare"]])


if __name__ == "__main__":
    main()
