"""A training of a few milliseconds that logs to MLflow's file store, with the standard library alone."""
import json
import os
import pathlib
import random
import subprocess
import time
import uuid

import helper

started = time.time()
values = dict(line.split("#")[0].split(":", 1) for line in pathlib.Path("params.yaml").read_text().splitlines() if ":" in line)
lr, scale, seed = float(values["lr"]), float(values["scale"]), values["seed"].strip()
rows = [[float(cell) for cell in line.split(",")] for line in pathlib.Path("data/table.csv").read_text().split()]
random.seed(int(seed) if seed != "none" else None)
loss = helper.loss(rows, lr, scale) + helper.noise(random)

store = pathlib.Path(os.environ["MLFLOW_TRACKING_URI"])
run = uuid.uuid4().hex
folder = store / "1" / run
tags = json.loads(os.environ.get("MLFLOW_RUN_CONTEXT", "{}"))
tags["mlflow.source.git.commit"] = subprocess.check_output(["git", "rev-parse", "HEAD"], text=True).strip()
tags["mlflow.source.name"] = "train.py"
ended = int(time.time() * 1000)
files = {
    store / "1" / "meta.yaml": f"artifact_location: {store}/1\nexperiment_id: '1'\nlifecycle_stage: active\nname: tiny\n",
    folder / "meta.yaml": f"artifact_uri: {folder}/artifacts\nend_time: {ended}\nexperiment_id: '1'\nlifecycle_stage: active\n"
    f"run_id: '{run}'\nrun_name: tiny\nrun_uuid: '{run}'\nsource_type: 4\nstart_time: {int(started * 1000)}\nstatus: 3\nuser_id: t\n",
    folder / "params" / "lr": values["lr"].strip(),
    folder / "metrics" / "loss": f"{ended} {loss!r} 0\n",
}
files.update({folder / "tags" / name: value for name, value in tags.items()})
for path, text in files.items():
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
(folder / "artifacts").mkdir()
print("run", run)
