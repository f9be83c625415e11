"""A training that logs its loss to MLflow's file store after each epoch, with the standard library alone."""
import json
import math
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

store = pathlib.Path(os.environ["MLFLOW_TRACKING_URI"])
run = uuid.uuid4().hex
folder = store / "1" / run
tags = json.loads(os.environ.get("MLFLOW_RUN_CONTEXT", "{}"))
tags["mlflow.source.git.commit"] = subprocess.check_output(["git", "rev-parse", "HEAD"], text=True).strip()
tags["mlflow.source.name"] = "train.py"


def meta(status, end=""):
    return (
        f"artifact_uri: {folder}/artifacts\n{end}experiment_id: '1'\nlifecycle_stage: active\n"
        f"run_id: '{run}'\nrun_name: tiny\nrun_uuid: '{run}'\nsource_type: 4\nstart_time: {int(started * 1000)}\nstatus: {status}\nuser_id: t\n"
    )


files = {folder / "params" / "lr": values["lr"].strip(), folder / "meta.yaml": meta(1)}
if seed != "none":
    files[folder / "params" / "seed"] = seed
files.update({folder / "tags" / name: value for name, value in tags.items()})
if not (store / "1" / "meta.yaml").exists():
    files[store / "1" / "meta.yaml"] = f"artifact_location: {store}/1\nexperiment_id: '1'\nlifecycle_stage: active\nname: tiny\n"
for path, text in files.items():
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
(folder / "artifacts").mkdir()
(folder / "metrics").mkdir()

epochs = int(os.environ.get("EPOCHS", "40"))
for epoch in range(epochs):
    time.sleep(float(os.environ.get("PAUSE", "0.05")))  # an epoch's work
    loss = helper.loss(rows, lr, scale) * (1 + getattr(helper, "START", 1.0) * math.exp(-epoch / getattr(helper, "FADES", 8))) + helper.noise(random)
    loss += getattr(helper, "late", lambda epoch: 0.0)(epoch)
    if epoch == epochs - 1:
        loss += getattr(helper, "last", lambda: 0.0)()
    with (folder / "metrics" / "loss").open("a") as log:
        log.write(f"{int(time.time() * 1000)} {loss!r} {epoch}\n")
    with open(os.environ["COUNT"], "a") as count:
        count.write("epoch\n")
(folder / "meta.yaml").write_text(meta(3, f"end_time: {int(time.time() * 1000)}\n"))
print("run", run)
