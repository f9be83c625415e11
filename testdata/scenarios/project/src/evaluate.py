"""Score the line on the rides that train did not see, into metrics.json and into its run."""

import json
from pathlib import Path

import tinyfit
import tracking

from features import features, rides


def main():
    weights = json.loads(Path("models/model.json").read_text())
    _, test = rides()
    errors = [tinyfit.predict(weights, features(ride)) - ride["fare"] for ride in test]
    metrics = {
        "mae": sum(abs(error) for error in errors) / len(errors),
        "rmse": (sum(error * error for error in errors) / len(errors)) ** 0.5,
    }
    Path("metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    tracking.log_metrics(json.loads(Path("models/model_metadata.json").read_text())["run_id"], metrics)


if __name__ == "__main__":
    main()
