"""Rows of one training on this machine: what a check adds to it, and how fast its log passes."""

import json

from measure import Row, pairs, peak, run, same

# A training of a tenth of a second, which reads data and a param.
TRAIN = """import csv, json, time
params = dict(line.strip().split(": ") for line in open("params.yaml"))
rows = list(csv.reader(open("data.csv")))
time.sleep(0.1)
json.dump({"accuracy": len(rows) / 100 + float(params["lr"]) / 10}, open("metrics.json", "w"))
"""
STAGE = """stages:
  train:
    cmd: python train.py
    deps: [train.py, data.csv]
    params: [lr]
    metrics: [metrics.json: {cache: false}]
"""
# A training that is nothing but its log, which it prints line by line as trainings do.
CHATTY = """import csv, json, sys
params = dict(line.strip().split(": ") for line in open("params.yaml"))
rows = list(csv.reader(open("data.csv")))
end, left, step = {"lines": "\\n", "carriage-returns": "\\r", "one-line": " "}[sys.argv[1]], int(sys.argv[2]), 0
while left > 0:
    step += 1
    line = f"epoch {step // 1000} step {step} loss={1 / step:.6f} accuracy={step % 977 / 977:.4f} lr=0.001 time=12.5s"
    print(line, end=end)
    left -= len(line) + 1
sys.stdout.flush()
json.dump({"accuracy": len(rows) / 100 + float(params["lr"]) / 10}, open("metrics.json", "w"))
"""
FORMS = {"lines": "in lines", "one-line": "in one line", "carriage-returns": "with carriage returns"}
ORIGINAL = {"run_id": "0123456789abcdef0123456789abcdef", "params": {"lr": 0.01}, "metrics": {"accuracy": 0.901}}


def project(directory, files, env):
    """A repository with a training, its data, params and the original that they came to."""
    directory.mkdir()
    shared = {"params.yaml": "lr: 0.01\n", "data.csv": "".join(f"{i}\n" for i in range(90)), "original.json": json.dumps(ORIGINAL), ".gitignore": "/metrics.json\n"}
    for name, text in {**shared, **files}.items():
        (directory / name).write_text(text)
    run(["git", "init", "--quiet"], directory, env)
    if "dvc.yaml" in files:
        run(["dvc", "init", "--quiet"], directory, env)
    run(["git", "add", "--all"], directory, env)
    run(["git", "commit", "--quiet", "--message", "Train"], directory, env)
    return directory


def check(bench, where, command):
    """The command that checks the project's training; its report is left beside the project."""
    return [bench.binary, "run", "--metadata", "original.json", "--run-command", command, "--metrics-file", "metrics.json", "--challenge", "off", "--output-dir", str(where.parent / "report")]


def added(bench):
    """What a check adds to a training, against what `dvc repro --force` adds to it."""
    bare = project(bench.directory / "bare", {"train.py": TRAIN}, bench.env)
    staged = project(bench.directory / "staged", {"train.py": TRAIN, "dvc.yaml": STAGE}, bench.env)
    plain = lambda: run(["python", "train.py"], bare, bench.env)

    plain()
    want = json.loads((bare / "metrics.json").read_text())
    run(["dvc", "repro", "--force"], staged, bench.env)
    same("the metrics of dvc repro and of the training alone", json.loads((staged / "metrics.json").read_text()), want)
    run(check(bench, bare, "python train.py"), bare, bench.env)
    report = json.loads((bare.parent / "report" / "report.json").read_text())
    same("the verdicts", report["verdict"], "reproduced")
    same("the metrics", {m["name"]: m["reproduced"] for m in report["metrics"]}, want)

    alone, ours, theirs, memory = [], [], [], []
    for _ in range(bench.pairs):
        alone.append(plain().wall)
        ran = run(check(bench, bare, "python train.py"), bare, bench.env)
        memory.append(ran)
        ours.append(ran.wall - alone[-1])
        theirs.append(run(["dvc", "repro", "--force"], staged, bench.env).wall - alone[-1])
    return Row(
        "what a check here adds to a training of 0.1 s, against what `dvc repro --force` adds", "s", ours, theirs,
        "at most 0.12 s", sorted(ours)[len(ours) // 2] <= 0.12, "the metrics of all three, and the verdict is reproduced",
        ["reproduce run --metadata original.json --run-command 'python train.py' --metrics-file metrics.json --challenge off", "dvc repro --force", "python train.py, whose time is taken off both"],
        absolute=True, notes=[f"peak {peak(memory)}; the check makes a clone, a branch and a commit, and observes the training"],
    )


def passed(bench):
    """How fast a training's log passes, against `tee`: three rows."""
    where = project(bench.directory / "chatty", {"train.py": CHATTY}, bench.env)
    size = bench.log_bytes
    rows = []
    for form, words in FORMS.items():
        train = f"python train.py {form} {size}"
        ours = lambda: run(check(bench, where, train), where, bench.env, silent=True)
        theirs = lambda: run(["sh", "-c", f"{train} 2>&1 | tee ../tee.log"], where, bench.env, silent=True)
        (first, _), a, b = pairs(ours, theirs, bench.pairs_of_log)
        same("the verdicts", json.loads((where.parent / "report" / "report.json").read_text())["verdict"], "reproduced")
        ratios = [x.wall / y.wall for x, y in zip(a, b)]
        rows.append(Row(
            f"a training that prints {size // 1_000_000} MB {words}, against the same through `tee`", "s", [r.wall for r in a], [r.wall for r in b],
            "at most 1.3, memory constant", sorted(ratios)[len(ratios) // 2] <= 1.3, "the training's metrics; what is printed of the log is its last lines",
            [f"reproduce run … --run-command '{train}'", f"{train} 2>&1 | tee FILE"], notes=[f"peak {peak([first, *a])}"],
        ))
    return rows
