"""Score the model that train wrote down, into metrics/metrics.json and into its MLflow run."""

import csv
import json
from pathlib import Path

import mlflow
import numpy as np
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score


def main():
    run_id = json.loads(Path("models/model_metadata.json").read_text())["run_id"]
    model = mlflow.sklearn.load_model(f"runs:/{run_id}/model")
    with open("data/prepared/test.csv", newline="") as source:
        _, *rows = csv.reader(source)
    truth = [row[-1] for row in rows]
    answer = model.predict(np.array([[float(cell) for cell in row[:-1]] for row in rows]))

    average = {"average": "macro", "zero_division": 0}
    metrics = {
        "accuracy": accuracy_score(truth, answer),
        "precision": precision_score(truth, answer, **average),
        "recall": recall_score(truth, answer, **average),
        "f1_score": f1_score(truth, answer, **average),
    }
    Path("metrics").mkdir(exist_ok=True)
    Path("metrics/metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")

    client = mlflow.MlflowClient()
    for name, value in metrics.items():
        client.log_metric(run_id, "eval_f1" if name == "f1_score" else f"eval_{name}", value)
    print(f"evaluate: {metrics}")


if __name__ == "__main__":
    main()
