"""Takes a tracking server for a Databricks workspace, as a training there does.

    DATABRICKS_HOST=… python workspace.py

MLflow's own client and Databricks' SDK judge the server: what they do not take for a
workspace ends the script. What they read back is printed as JSON.
"""

import json

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

mlflow.set_tracking_uri("databricks")
mlflow.set_registry_uri("databricks")
client = MlflowClient()
experiment = client.create_experiment("/Users/ada@example.com/churn")
run = client.create_run(experiment, run_name="first", tags={"mlflow.source.git.commit": "0" * 40})
run_id = run.info.run_id
client.log_param(run_id, "lr", 0.1)
client.log_batch(run_id, params=[mlflow.entities.Param("epochs", "20")])
client.log_metric(run_id, "accuracy", 0.5, step=1)
client.log_metric(run_id, "accuracy", 0.75, step=2)
client.set_terminated(run_id)
client.create_registered_model("churn")
source = f"dbfs:/databricks/mlflow-tracking/{experiment}/{run_id}/artifacts/model"
version = client.create_model_version("churn", source, run_id=run_id)
client.set_model_version_tag("churn", version.version, "owner", "ada")
try:
    client.get_model_version_by_alias("churn", "champion")
    alias = "there"
except MlflowException:
    alias = "unsupported"

run = client.get_run(run_id)
version = client.get_model_version("churn", version.version)
print(
    json.dumps({
        "run": run_id,
        "params": run.data.params,
        "metrics": run.data.metrics,
        "history": [point.value for point in client.get_metric_history(run_id, "accuracy")],
        "version": [version.name, version.version, version.run_id, version.current_stage, version.tags],
        "versions": [v.version for v in client.search_model_versions("name='churn'")],
        "models": [m.name for m in client.search_registered_models()],
        "experiments": [e.name for e in client.search_experiments(filter_string="name LIKE '/Users/%'")],
        "runs": [r.info.run_id for r in client.search_runs([experiment])],
        "alias": alias,
    })
)
