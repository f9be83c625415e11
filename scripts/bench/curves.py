"""Rows of metric histories: over HTTP from a real MLflow, and decoded from memory."""

import json
import re
import sys

from measure import Failed, Growth, Row, pairs, peak, run, same, say, spread

METRICS = 5
CLIENT = """import json, sys
from mlflow import MlflowClient
client = MlflowClient()
differ = {}
for name in sorted(client.get_run(sys.argv[1]).data.metrics):
    sides = []
    for run_id in sys.argv[1:3]:
        sides.append({m.step: m.value for m in client.get_metric_history(run_id, name)})
    steps = sorted(sides[0].keys() & sides[1].keys())
    differ[name] = next((s for s in steps if sides[0][s] != sides[1][s]), None)
print(json.dumps(differ))
"""


def served(bench, server):
    """Two runs of five metrics each: where do their curves part?"""
    script = bench.directory / "curves.py"
    script.write_text(CLIENT)
    env = {**server.env, "MLFLOW_TRACKING_URI": server.uri}
    medians, requests, last = [], [], None
    for size in bench.points:
        say(f"curves of {METRICS} metrics of {size} points")
        runs = [f"{side}{size:031d}" for side in "ab"]
        server.execute("".join(history(run_id, side, size) for side, run_id in enumerate(runs)))
        where = bench.directory / f"curves-{size}"
        ours = lambda: run([bench.binary, "compare", *runs, "--output-dir", str(where)], bench.directory, env, codes=(3,))
        theirs = lambda: run([sys.executable, str(script), *runs], bench.directory, env)
        before = server.requests()
        ours()
        requests.append(server.requests() - before)
        (first, client), a, b = pairs(ours, theirs, bench.pairs_of_server)
        same(f"the steps where the curves of {size} points part", parted(where), json.loads(client.out))
        medians.append(spread([r.wall for r in a])[1])
        last = (size, first, a, b)
    size, first, a, b = last
    ratios = [x.wall / y.wall for x, y in zip(a, b)]
    row = Row(
        f"curves of {METRICS} metrics of {size:,} points a side over HTTP, against `get_metric_history` one after the other", "s", [r.wall for r in a], [r.wall for r in b],
        "at most 0.5", sorted(ratios)[len(ratios) // 2] <= 0.5, "the first step at which each metric differs", ["reproduce compare RUN RUN", "python curves.py RUN RUN"],
        notes=[f"{requests[-1]} requests, peak {peak([first, *a])}; each history is read once, and the server's one process answers both sides"],
    )
    return [row], [Growth("curves over HTTP, by points a side", bench.points, medians), Growth("requests for curves", bench.points, requests, "")]


def history(run_id, side, size):
    """SQL that makes a run with its metrics: from step 0.6 of all the second side is another."""
    points = f"WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i < {size - 1})"
    yield_run = f"""INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, end_time, source_version, lifecycle_stage, artifact_uri, experiment_id)
        VALUES ('{run_id}', 'curves', 'LOCAL', '', '', 'u', 'FINISHED', 1750000000000, 1750000030000, '', 'active', 'mlflow-artifacts:/0/{run_id}/artifacts', 0);
        INSERT INTO params (run_uuid, key, value) VALUES ('{run_id}', 'lr', '0.1');"""
    for n in range(METRICS):
        value = f"{n + 2}.0 / (i + 10) + CASE WHEN {side} = 1 AND i >= {size * 6 // 10} THEN 0.001 ELSE 0 END"
        columns = f"'{run_id}', 'metric_{n}', {value}, 1750000000000 + i, i, FALSE FROM s"
        yield_run += f"{points} INSERT INTO metrics (run_uuid, key, value, timestamp, step, is_nan) SELECT {columns};"
        yield_run += f"{points} INSERT INTO latest_metrics (run_uuid, key, value, timestamp, step, is_nan) SELECT {columns} WHERE i = {size - 1};"
    return yield_run


def parted(where):
    """The step of the first difference of each curve, by the report."""
    report = json.loads((where / "report.json").read_text())
    return {c["name"]: (c.get("first_different") or {}).get("step") for c in report.get("curves", [])}


def decoded(bench):
    """Two histories of a million points compared, against merely decoding them with encoding/json."""
    say("two histories of a million points")
    program = bench.directory / "cause.test"
    run(["go", "test", "-c", "-o", str(program), "./internal/cause"], bench.root, bench.env)

    def once(name):
        said = run([str(program), "-test.run=^$", f"-test.bench=^{name}$", "-test.benchtime=1x", "-test.cpu=1"], bench.root, bench.env)
        found = re.search(rb"^Benchmark\S+\s+\d+\s+(\d+) ns/op", said.out, re.MULTILINE)
        if not found:
            raise Failed(said.out.decode())
        return int(found[1]) / 1e9

    _, a, b = pairs(lambda: once("BenchmarkCurvesMillion"), lambda: once("BenchmarkDecodeMillion"), bench.pairs)
    ratios = [x / y for x, y in zip(a, b)]
    return Row(
        "two histories of 1,000,000 points compared, against decoding both with `encoding/json`", "s", a, b, "at most 0.10", sorted(ratios)[len(ratios) // 2] <= 0.1,
        "nothing: the one compares what the other only reads; `TestCurvesInBoundedMemory` holds the answer, and the memory below 64 MiB",
        ["go test ./internal/cause -run '^$' -bench 'CurvesMillion|DecodeMillion' -benchtime 1x -cpu 1"],
    )
