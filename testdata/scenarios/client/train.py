"""Fit the line, log the run by MLflow's own client and register the model: what src/train.py is for a few situations."""

import json
import random
from importlib.metadata import version
from pathlib import Path

import mlflow
import numpy as np
import tinyfit
import yaml

from features import features, rides


class Line(mlflow.pyfunc.PythonModel):
    def __init__(self, weights):
        self.weights = weights

    def predict(self, context, model_input: list[list[float]]) -> list[float]:
        return [tinyfit.predict(self.weights, row) for row in model_input]


def main():
    config = yaml.safe_load(Path("params.yaml").read_text())
    params = config["train"]
    train, _ = rides()
    rows = [(features(ride), ride["fare"]) for ride in train]

    mlflow.set_experiment(config["mlflow"]["experiment"])
    with mlflow.start_run() as run:
        mlflow.log_params(params)
        seen = np.array([ride["km"] for ride in train])
        paid = np.array([ride["fare"] for ride in train])
        mlflow.log_input(mlflow.data.from_numpy(seen, targets=paid, name="rides"), context="training")

        chance = random.Random(params["random_state"])
        weights = [0.0, 0.0, 0.0]
        for epoch in range(params["epochs"]):
            chance.shuffle(rows)
            weights = tinyfit.descend(weights, rows, params["learning_rate"])
            mlflow.log_metric("train_loss", tinyfit.loss(weights, rows), step=epoch)

        info = mlflow.pyfunc.log_model(
            name="model",
            python_model=Line(weights),
            pip_requirements=[f"{name}=={version(name)}" for name in ("mlflow", "numpy", "tinyfit", "tinypage")],
            registered_model_name=config["mlflow"]["model"],
        )

    Path("models").mkdir(exist_ok=True)
    Path("models/model.json").write_text(json.dumps(weights) + "\n")
    metadata = {"run_id": run.info.run_id, "version": info.registered_model_version, "params": params}
    Path("models/model_metadata.json").write_text(json.dumps(metadata, indent=2) + "\n")


if __name__ == "__main__":
    main()
