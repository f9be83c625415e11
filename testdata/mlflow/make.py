"""Fills an MLflow store with the story that the tests of internal/mlflow tell.

    python make.py TRACKING_URI

The same calls give the same content in a server, an ./mlruns tree and an
mlflow.db, but for ids and for the times that MLflow sets itself. MLflow 2 has
no logged models: there a run has its model among its artifacts. What is printed
is MLflow's major version.
"""

import math
import os
import sys
import tempfile

import mlflow
from mlflow import MlflowClient
from mlflow.data.http_dataset_source import HTTPDatasetSource
from mlflow.entities import DatasetInput, Dataset, InputTag, Metric, Param, RunTag

START = 1_750_000_000_000
mlflow.set_tracking_uri(sys.argv[1])  # MLflow's own stores ask for it while they work
client = MlflowClient()
experiment = client.create_experiment("iris")


def train(name, start, params, metrics, status="FINISHED", tags=None):
    run = client.create_run(experiment, start_time=start, run_name=name, tags=tags or {})
    client.log_batch(
        run.info.run_id,
        params=[Param(k, str(v)) for k, v in params.items()],
        metrics=[Metric(k, v, t, s) for k, points in metrics.items() for v, t, s in points],
    )
    if status != "RUNNING":
        client.set_terminated(run.info.run_id, status, end_time=start + 60_000)
    return run.info.run_id


def register(run, **more):
    """Register a logged model, or in MLflow 2 the one among the run's artifacts."""
    if not hasattr(client, "create_logged_model"):
        client.log_text(run, f"run_id: {run}\n", "model/MLmodel")
        client.log_text(run, "scikit-learn==1.9.0\n", "model/requirements.txt")
        return client.create_model_version("churn", f"runs:/{run}/model", **more)
    model_id = logged_model(run)
    return client.create_model_version("churn", f"models:/{model_id}", model_id=model_id, **more)


def logged_model(run_id):
    model = client.create_logged_model(experiment, name="model", source_run_id=run_id)
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "MLmodel"), "w") as f:
            f.write(f"model_id: {model.model_id}\nrun_id: {run_id}\n")
        with open(os.path.join(folder, "requirements.txt"), "w") as f:
            f.write("scikit-learn==1.9.0\n")
        client.log_model_artifacts(model.model_id, folder)
    client.finalize_logged_model(model.model_id, "READY")
    return model.model_id


# The odd values: everything that Python's str() makes of a param, and every
# number that is none in JSON or in a database.
first = train(
    "first",
    START,
    {"lr": 1e-5, "train/depth": 3, "seed": None, "shuffle": True, "größe": "ß", "empty": "", "multi": "a\nb", "layers": [1, 2]},
    {
        "accuracy": [(0.5, START + 1, 3), (0.9123456789012345, START + 2, 10), (0.25, START + 3, 7)],
        "loss": [(math.nan, START + 1, 0)],
        "up": [(math.inf, START + 1, 0)],
        "down": [(-math.inf, START + 1, 0)],
        "zero": [(0.0, START + 1, 0)],
        "tiny/rate of change": [(1e-300, START + 1, -1)],
    },
    tags={"mlflow.source.git.commit": "0123456789abcdef0123456789abcdef01234567", "reproduce.id": "it's 1"},
)
client.log_inputs(
    first,
    [
        DatasetInput(
            Dataset("iris.csv", "2fa1b0c3", "http", HTTPDatasetSource("https://example.org/iris.csv").to_json()),
            [InputTag("mlflow.data.context", "training")],
        )
    ],
)
client.create_registered_model("churn", tags={"team": "a"}, description="who leaves")
register(first, run_id=first, tags={"checked": "yes"})

# Stages, and a model among the run's own artifacts as MLflow 2 keeps it.
second = train("second", START + 100_000, {"lr": 0.1}, {"accuracy": [(0.9, START + 100_001, 0)]})
client.log_text(second, f"run_id: {second}\n", "model/MLmodel")
client.create_model_version("churn", f"runs:/{second}/model", run_id=second)
client.transition_model_version_stage("churn", "2", "Production")

# A training that failed, under a version made from its logged model alone.
third = train("third", START + 200_000, {"lr": 0.2}, {}, status="FAILED")
register(third)

# Ten versions, so that text order and number order differ.
for n in range(4, 11):
    client.create_model_version("churn", f"runs:/{second}/model", run_id=second)
client.set_registered_model_alias("churn", "champion", "1")
client.set_registered_model_alias("churn", "oldest", "1")
client.set_registered_model_alias("churn", "Production", "3")

client.create_registered_model("blessed")
client.copy_model_version("models:/churn/1", "blessed")
client.create_registered_model("empty")

gone = train("gone", START + 300_000, {"lr": 0.3}, {})
client.delete_run(gone)
train("going", START + 400_000, {"lr": 0.4}, {}, status="RUNNING")
print(mlflow.__version__.split(".")[0])
