"""Train the forest, log the run to MLflow, register the model and point `production` at it."""

import csv
import json
from pathlib import Path

import mlflow
import numpy as np
import yaml
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, log_loss


def rows_of(path):
    with open(path, newline="") as source:
        _, *rows = csv.reader(source)
    features = np.array([[float(cell) for cell in row[:-1]] for row in rows])
    return features, np.array([row[-1] for row in rows])


def main():
    config = yaml.safe_load(Path("params.yaml").read_text())
    params = config["train"]
    features, species = rows_of("data/prepared/train.csv")

    mlflow.set_experiment(config["mlflow"]["experiment"])
    with mlflow.start_run() as run:
        mlflow.log_params(params)
        mlflow.log_param("train_rows", len(features))
        mlflow.log_input(mlflow.data.from_numpy(features, targets=species, name="iris"), context="training")

        forest = RandomForestClassifier(**{**params, "n_estimators": 0}, warm_start=True)
        for step, trees in enumerate(range(10, params["n_estimators"] + 1, 10)):
            forest.set_params(n_estimators=trees)
            forest.fit(features, species)
            loss = log_loss(species, forest.predict_proba(features), labels=forest.classes_)
            mlflow.log_metric("train_loss", loss, step=step)
        mlflow.log_metric("train_accuracy", accuracy_score(species, forest.predict(features)))

        info = mlflow.sklearn.log_model(
            forest,
            name="model",
            pip_requirements=["scikit-learn"],  # named, or MLflow loads the model once more to find out
            serialization_format="cloudpickle",  # skops, the default, takes a second more to import
            registered_model_name=config["mlflow"]["model"],
        )

    client = mlflow.MlflowClient()
    client.set_registered_model_alias(config["mlflow"]["model"], "production", info.registered_model_version)
    metadata = {"run_id": run.info.run_id, "params": params}
    Path("models").mkdir(exist_ok=True)
    Path("models/model_metadata.json").write_text(json.dumps(metadata, indent=2) + "\n")
    print(f"train: run {run.info.run_id}, version {info.registered_model_version}")


if __name__ == "__main__":
    main()
