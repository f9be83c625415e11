"""Show the prepared rides to people."""

from pathlib import Path

import tinypage


def main():
    Path("page.html").write_text(tinypage.page("Rides", Path("data/prepared.csv").read_text()))


if __name__ == "__main__":
    main()
