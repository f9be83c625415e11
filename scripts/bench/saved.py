"""The row of saved checks: `report` over thousands of them, against a Python loop that reads them."""

import collections
import json
import shutil
import sys

from local import ORIGINAL, TRAIN, check, project
from measure import Growth, Row, pairs, peak, run, same, say, spread

LOOP = """import collections, json, os, sys
verdicts = collections.Counter()
for name in sorted(os.listdir(sys.argv[1])):
    with open(os.path.join(sys.argv[1], name, "report.json")) as file:
        report = json.load(file)
        verdicts[report["verdict"]] += 1
print(json.dumps(verdicts))
"""


def rows(bench):
    originals = [json.loads(text) for text in checks(bench)]
    script = bench.directory / "loop.py"
    script.write_text(LOOP)
    medians, last = [], None
    for size in bench.saved:
        say(f"report over {size} saved checks")
        saved = save(bench, originals, size)
        ours = lambda: run([bench.binary, "report", str(saved)], bench.directory, bench.env)
        theirs = lambda: run([sys.executable, str(script), str(saved)], bench.directory, bench.env)
        (first, loop), a, b = pairs(ours, theirs, bench.pairs)
        same(f"the counts of verdicts of {size} checks", counted(first.out.decode()), json.loads(loop.out))
        medians.append(spread([r.wall for r in a])[1])
        last = (size, first, a, b)
        shutil.rmtree(saved)
    size, first, a, b = last
    wall, used = spread([r.wall for r in a])[1], max(r.memory for r in a)
    row = Row(
        f"`report` over {size:,} saved checks, against a Python loop of `json.load`", "s", [r.wall for r in a], [r.wall for r in b],
        "2 s, 64 MiB for 10,000", wall <= 2 and used <= 64 << 20, "how many checks have each verdict", ["reproduce report DIRECTORY", "python loop.py DIRECTORY"],
        absolute=True, notes=[f"peak {peak([first, *a])}; of the processor {spread([x.cpu / y.cpu for x, y in zip(a, b)])[1]:.2f} of the loop's: each verdict is compared with the evidence and the metrics that the report keeps"],
    )
    return [row], [Growth("`report` over saved checks", bench.saved, medians)]


def checks(bench):
    """Two checks as they are saved: one that came back, and one that drifted."""
    where = project(bench.directory / "saved-project", {"train.py": TRAIN}, bench.env)
    for metric, verdict, code in ((0.901, "reproduced", 0), (0.95, "drifted", 3)):
        (where / "original.json").write_text(json.dumps({**ORIGINAL, "metrics": {"accuracy": metric}}))
        run(["git", "commit", "--quiet", "--allow-empty", "--all", "--message", "Another original"], where, bench.env)
        run(check(bench, where, "python train.py"), where, bench.env, codes=(code,))
        text = (where.parent / "report" / "report.json").read_text()
        same("the verdicts", json.loads(text)["verdict"], verdict)
        yield text


def save(bench, originals, size):
    """Save so many checks, of a tenth as many models, a directory each as a night leaves them."""
    saved = bench.directory / f"saved-{size}"
    for i in range(size):
        report = originals[i % 3 // 2]
        report["model"] = {**report["model"], "name": f"model-{i // 10:04d}", "version": str(1 + i % 10)}
        (saved / f"{i:06d}").mkdir(parents=True)
        (saved / f"{i:06d}" / "report.json").write_text(json.dumps(report, indent=2))
    return saved


def counted(page):
    """The counts of the page's first line, by verdict."""
    words = {"reproduced": "reproduced", "drifted": "drifted", "could not be verified": "unverified"}
    counts = collections.Counter()
    for part in page.splitlines()[0].split(": ", 1)[1].split(", "):
        number, verdict = part.split(" ", 1)
        counts[words[verdict]] = int(number)
    return dict(counts)
