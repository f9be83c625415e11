"""Train the forest, log the run to MLflow, register the model and point `production` at it."""

import csv
import json
from pathlib import Path

import numpy as np
import yaml
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, log_loss

from store import store


def rows_of(path):
    with open(path, newline="") as source:
        _, *rows = csv.reader(source)
    features = np.array([[float(cell) for cell in row[:-1]] for row in rows])
    return features, np.array([row[-1] for row in rows])


def main():
    config = yaml.safe_load(Path("params.yaml").read_text())
    params = config["train"]
    features, species = rows_of("data/prepared/train.csv")

    with store.Run(config["mlflow"]["experiment"]) as run:
        run.log_params(params)
        run.log_param("train_rows", len(features))
        run.log_input("iris", features.tolist())

        forest = RandomForestClassifier(**{**params, "n_estimators": 0}, warm_start=True)
        for step, trees in enumerate(range(10, params["n_estimators"] + 1, 10)):
            forest.set_params(n_estimators=trees)
            forest.fit(features, species)
            loss = log_loss(species, forest.predict_proba(features), labels=forest.classes_)
            run.log_metric("train_loss", loss, step=step)
        run.log_metric("train_accuracy", accuracy_score(species, forest.predict(features)))

        version = run.log_forest(forest, config["mlflow"]["model"])
        run.log_dict(trees_of(forest), "forest.json")

    store.set_alias(config["mlflow"]["model"], "production", version)
    metadata = {"run_id": run.id, "params": params}
    Path("models").mkdir(exist_ok=True)
    Path("models/model_metadata.json").write_text(json.dumps(metadata, indent=2) + "\n")
    print(f"train: run {run.id}, version {version}")


def trees_of(forest):
    """Write a forest down for who scores it without scikit-learn, which takes two seconds to import."""
    trees = [estimator.tree_ for estimator in forest.estimators_]
    nodes = [zip(t.feature.tolist(), t.threshold.tolist(), t.children_left.tolist(), t.children_right.tolist(), t.value[:, 0].tolist()) for t in trees]
    return {"classes": forest.classes_.tolist(), "trees": [list(tree) for tree in nodes]}


if __name__ == "__main__":
    main()
