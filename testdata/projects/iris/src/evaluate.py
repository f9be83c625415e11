"""Score the forest that train wrote down, into metrics/metrics.json and into its MLflow run."""

import csv
import json
from array import array
from pathlib import Path

from store import store


def main():
    run_id = json.loads(Path("models/model_metadata.json").read_text())["run_id"]
    forest = store.read_dict(run_id, "forest.json")
    with open("data/prepared/test.csv", newline="") as source:
        _, *rows = csv.reader(source)
    pairs = [(row[-1], predict(forest, row[:-1])) for row in rows]

    metrics = scores(pairs, forest["classes"])
    Path("metrics").mkdir(exist_ok=True)
    Path("metrics/metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")

    store.log_metrics(run_id, {"eval_f1" if name == "f1_score" else f"eval_{name}": value for name, value in metrics.items()})
    print(f"evaluate: {metrics}")


def predict(forest, cells):
    """Ask each tree for its shares of the classes; scikit-learn compares in single precision."""
    row = array("f", map(float, cells))
    votes = [0.0] * len(forest["classes"])
    for tree in forest["trees"]:
        node = 0
        while tree[node][2] >= 0:  # a leaf has no children
            feature, threshold, left, right, _ = tree[node]
            node = left if row[feature] <= threshold else right
        votes = [vote + share for vote, share in zip(votes, tree[node][4])]
    return forest["classes"][votes.index(max(votes))]


def scores(pairs, classes):
    """Score truth and answer: all classes weigh the same."""
    of_class = []
    for name in classes:
        right = sum(truth == answer == name for truth, answer in pairs)
        precision = right / max(1, sum(answer == name for _, answer in pairs))
        recall = right / max(1, sum(truth == name for truth, _ in pairs))
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        of_class.append((precision, recall, f1))
    precision, recall, f1 = (sum(column) / len(classes) for column in zip(*of_class))
    accuracy = sum(truth == answer for truth, answer in pairs) / len(pairs)
    return {"accuracy": accuracy, "precision": precision, "recall": recall, "f1_score": f1}


if __name__ == "__main__":
    main()
