"""Take the measurements in: drop what is not a complete row."""

import csv
from pathlib import Path


def main():
    with open("data/iris.csv", newline="") as source:
        header, *rows = csv.reader(source)
    complete = [row for row in rows if len(row) == len(header) and all(row)]
    with open(Path("data/raw.csv"), "w", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(complete)
    print(f"ingest: {len(complete)} of {len(rows)} rows")


if __name__ == "__main__":
    main()
