"""Time reproduce against what people would use in its place, and write BENCHMARKS.md.

    bench [--quick] [--rows NAME,NAME] [--reproduce PATH] [--output FILE]

`make bench` runs it whole, in less than twenty minutes on two idle cores; every process and
every wait has a bound. QUICK=1 takes smaller inputs and fewer pairs.
"""

import argparse
import os
import pwd
import subprocess
import sys
import tempfile
from pathlib import Path

import curves
import local
import page
import registry
import saved
import stories
from measure import Failed, say

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = {
    "training": lambda bench: ([local.added(bench)], []),
    "log": lambda bench: (local.passed(bench), []),
    "saved": saved.rows,
    "decoded": lambda bench: ([curves.decoded(bench)], []),
    "registry": registry.rows,
}


class Bench:
    """What all rows share: where they work, what is tried, and how much of it."""

    def __init__(self, directory, binary, quick):
        self.root, self.here, self.directory, self.binary, self.quick = ROOT, Path(__file__).resolve().parent, directory, binary, quick
        self.cache = Path(os.environ.get("REPRODUCE_CACHE") or ROOT / ".cache").resolve()
        self.pairs, self.pairs_of_log, self.pairs_of_server = (3, 2, 2) if quick else (7, 3, 3)
        self.log_bytes = 10_000_000 if quick else 200_000_000
        self.saved = [100, 1_000] if quick else [100, 1_000, 10_000]
        self.points = [100, 1_000] if quick else [1_000, 10_000, 100_000]
        self.registries = [(20, 100), (50, 500)] if quick else [(20, 100), (200, 1_000), (2_000, 10_000)]
        self.postgres_user = next((u.pw_name for u in pwd.getpwall() if u.pw_name == "postgres"), None)
        (directory / ".gitconfig").write_text("[user]\n\tname = bench\n\temail = bench@example.com\n[init]\n\tdefaultBranch = main\n")
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("MLFLOW_", "GIT_", "GITHUB_"))},
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": str(directory / ".gitconfig"),
            "MLFLOW_DISABLE_TELEMETRY": "true",
            "DVC_NO_ANALYTICS": "true",
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rows", default=",".join(ROWS), help="some of " + ", ".join(ROWS))
    parser.add_argument("--reproduce", help="a built binary; without it one is built")
    parser.add_argument("--output", default=str(ROOT / "BENCHMARKS.md"))
    args = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as name:
        directory = Path(name)
        directory.chmod(0o755)  # PostgreSQL's user has to get to its data
        binary = args.reproduce or str(directory / "reproduce")
        if not args.reproduce:
            subprocess.run(["go", "build", "-trimpath", "-o", binary, "."], cwd=ROOT, check=True, env={**os.environ, "CGO_ENABLED": "0"})
        bench = Bench(directory, str(Path(binary).resolve()), args.quick)
        rows, growth, failed = [], [], []
        for row in args.rows.split(","):
            try:
                made, grown = ROWS[row](bench)
                rows, growth = rows + made, growth + grown
            except Failed as why:
                say(f"{row}: {why}")
                failed.append((row, str(why).splitlines()[0].replace(str(directory), "DIR").replace(str(ROOT), ".").replace(sys.executable, "python")))
        Path(args.output).write_text(page.page(bench, rows, growth, stories.per_verdict(bench), failed, (load, os.getloadavg()[0])))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
