"""Fit the line, log the run to MLflow and register the model."""

import json
import random
from importlib.metadata import version
from pathlib import Path

import tinyfit
import tracking
import yaml

from features import features, rides


def main():
    config = yaml.safe_load(Path("params.yaml").read_text())
    params = config["train"]
    train, _ = rides()
    rows = [(features(ride), ride["fare"]) for ride in train]

    with tracking.Run(config["mlflow"]["experiment"]) as run:
        run.log_params(params)
        run.log_input("rides", [ride["km"] for ride in train], [ride["fare"] for ride in train])

        chance = random.Random(params["random_state"])
        weights = [0.0, 0.0, 0.0]
        for epoch in range(params["epochs"]):
            chance.shuffle(rows)
            weights = tinyfit.descend(weights, rows, params["learning_rate"])
            run.log_metric("train_loss", tinyfit.loss(weights, rows), step=epoch)

        registered = run.log_model(
            "line.json",
            json.dumps(weights).encode(),
            pip_requirements=[f"{name}=={version(name)}" for name in ("mlflow", "numpy", "tinyfit", "tinypage")],
            registered_model_name=config["mlflow"]["model"],
        )

    Path("models").mkdir(exist_ok=True)
    Path("models/model.json").write_text(json.dumps(weights) + "\n")
    metadata = {"run_id": run.id, "version": registered, "params": params}
    Path("models/model_metadata.json").write_text(json.dumps(metadata, indent=2) + "\n")


if __name__ == "__main__":
    main()
