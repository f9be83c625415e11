"""Rows of a large registry: `list` and `audit`, against Python clients that ask in batches."""

import json
import sys

from measure import Growth, Row, pairs, peak, run, same, say, spread
from server import Server

# The newest version of each model that matches, as `list` has it.
LIST = """import json, sys
from mlflow import MlflowClient
client, newest, token = MlflowClient(), {}, None
while True:
    page = client.search_model_versions(sys.argv[1], max_results=10000, page_token=token)
    for v in page:
        newest[v.name] = max(newest.get(v.name, 0), int(v.version))
    token = page.token
    if not token:
        break
print(json.dumps(newest))
"""
# Every version with its run, and whether the clone has the commit, as `audit` looks.
AUDIT = """import json, subprocess, sys
from mlflow import MlflowClient
client, versions, token = MlflowClient(), [], None
while True:
    page = client.search_model_versions(max_results=10000, page_token=token)
    versions += page
    token = page.token
    if not token:
        break
runs, ids = {}, [v.run_id for v in versions]
for i in range(0, len(ids), 100):
    quoted = ", ".join(f"'{r}'" for r in ids[i : i + 100])
    for r in client.search_runs(["0"], f"attributes.run_id IN ({quoted})", max_results=100):
        runs[r.info.run_id] = r
commits = sorted({r.data.tags["mlflow.source.git.commit"] for r in runs.values() if "mlflow.source.git.commit" in r.data.tags})
said = subprocess.run(["git", "-C", sys.argv[1], "cat-file", "--batch-check"], input="\\n".join(commits), text=True, capture_output=True, check=True).stdout
there = {line.split()[0] for line in said.splitlines() if line.endswith("missing") is False}
counts = {"versions": len(versions), "run": 0, "metrics": 0, "params": 0, "commit": 0, "commit reachable": 0}
for v in versions:
    r = runs.get(v.run_id)
    if not r:
        continue
    commit = r.data.tags.get("mlflow.source.git.commit")
    counts["run"] += 1
    counts["metrics"] += bool(r.data.metrics)
    counts["params"] += bool(r.data.params)
    counts["commit"] += bool(commit)
    counts["commit reachable"] += commit in there
print(json.dumps(counts))
"""
COMMITS = 600


def clone(bench):
    """A repository of 600 commits, made by one `git fast-import`."""
    where = bench.directory / "clone"
    where.mkdir()
    run(["git", "init", "--quiet", "--initial-branch=main"], where, bench.env)
    stream = "".join(f"commit refs/heads/main\ncommitter bench <bench@example.com> {1_750_000_000 + i} +0000\ndata 1\nc\nM 644 inline params.yaml\ndata <<END\nlr: {i}\nEND\n\n" for i in range(COMMITS))
    (bench.directory / "commits.stream").write_text(stream)
    run(["sh", "-c", "git fast-import --quiet <../commits.stream && git reset --quiet --hard"], where, bench.env)
    return where, run(["git", "rev-list", "main"], where, bench.env).out.decode().split()


def rows(bench):
    where, commits = clone(bench)
    made, growth, took = [], [], {"list": [], "audit": []}
    for name, text in (("list.py", LIST), ("audit.py", AUDIT)):
        (bench.directory / name).write_text(text)
    for models, versions in bench.registries:
        server = Server(bench, f"registry-{versions}", models, versions, commits)
        try:
            made, sample = one(bench, server, where, models, versions)
            for command, seconds in sample.items():
                took[command].append(seconds)
            if (models, versions) == bench.registries[-1]:
                from curves import served
                curves, curve_growth = served(bench, server)
                made, growth = made + curves, curve_growth
        finally:
            server.stop()
    sizes = [versions for _, versions in bench.registries]
    return made, [Growth(f"`{command}` over versions", sizes, seconds) for command, seconds in took.items()] + growth


def one(bench, server, where, models, versions):
    """The rows of one server: all models listed, a quarter of them by a glob, and all audited."""
    env = {**server.env, "MLFLOW_TRACKING_URI": server.uri}
    what = f"{server.store}, {models:,} models, {versions:,} versions"
    made, sample = [], {}

    def add(key, measure, command, client, answers, target, bound, equal, cwd):
        say(f"{measure}, {what}")
        ours = lambda: run([bench.binary, *command], cwd, env)
        theirs = lambda: run([sys.executable, *map(str, client)], cwd, env)
        before = server.requests()
        ours()
        requests = server.requests() - before
        (first, other), a, b = pairs(ours, theirs, bench.pairs_of_server)
        same(equal, *answers(first.out, json.loads(other.out)))
        ratios = [x.wall / y.wall for x, y in zip(a, b)]
        sample[key] = spread([r.wall for r in a])[1]
        made.append(Row(f"{measure}, against a batched Python client; {what}", "s", [r.wall for r in a], [r.wall for r in b], target, sorted(ratios)[len(ratios) // 2] <= bound,
            equal, ["reproduce " + " ".join(command), "python " + client[0].name], notes=[f"{requests} requests, peak {peak([first, *a])}"]))

    whole = ["list", "--max-models", "0"]
    add("list", "`list`", whole, [bench.directory / "list.py", ""], newest, "no slower", 1, "the newest version of each model that is shown, and how many there are", bench.directory)
    narrow = [*whole, "--models", "churn-*"]
    add("narrow", "`list --models 'churn-*'`", narrow, [bench.directory / "list.py", "name LIKE 'churn-%'"], newest, "3 times faster", 1 / 3, "the newest version of each model that is shown, and how many match", bench.directory)
    del sample["narrow"]
    add("audit", f"`audit` in a clone of {COMMITS} commits", ["audit", "--json"], [bench.directory / "audit.py", where], audited, "1.5 times faster", 1 / 1.5, "how many versions have each of run, metrics, params, commit, and a commit that the clone has", where)
    return made, sample


def newest(out, theirs):
    """Models with their versions, and how many there are: `list` shows those that fit into a matrix of jobs, the next ones, and counts the others."""
    found, others = {}, 0
    for line in out.decode().splitlines():
        words = line.split()
        if words[:1] == ["And"] and words[2:] == ["more."]:
            others = int(words[1])
        elif len(words) >= 2 and words[1].isdigit():
            found[words[0]] = int(words[1])
    return (found, len(found) + others), ({name: theirs.get(name) for name in found}, len(theirs))


def audited(out, theirs):
    """Counts of what an audit found, by its document."""
    document = json.loads(out)
    passed = {c["check"]: c["passed"] for c in document["checks"]}
    return {"versions": len(document["versions"]), **{ours: passed[check] for ours, check in
        {"run": "run", "metrics": "metrics", "params": "params", "commit": "commit", "commit reachable": "reachable"}.items()}}, theirs
