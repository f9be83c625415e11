"""Log by MLflow's own client, as tracking does by REST."""

import mlflow
import numpy as np


def log_metrics(run_id, values):
    for name, value in values.items():
        mlflow.MlflowClient().log_metric(run_id, name, value)


def read_dict(run_id, name):
    return mlflow.artifacts.load_dict(f"runs:/{run_id}/{name}")


def set_alias(name, alias, version):
    mlflow.MlflowClient().set_registered_model_alias(name, alias, version)


class Run:
    """One run, which ends with its block."""

    def __init__(self, experiment):
        mlflow.set_experiment(experiment)
        self.run = mlflow.start_run()
        self.id = self.run.info.run_id

    def __enter__(self):
        self.run.__enter__()
        return self

    def __exit__(self, *failed):
        return self.run.__exit__(*failed)

    def log_param(self, name, value):
        mlflow.log_param(name, value)

    def log_params(self, params):
        mlflow.log_params(params)

    def log_metric(self, name, value, step=0):
        mlflow.log_metric(name, value, step=step)

    def log_input(self, name, features):
        mlflow.log_input(mlflow.data.from_numpy(np.array(features), name=name), context="training")

    def log_dict(self, values, name):
        mlflow.log_dict(values, name)

    def log_forest(self, forest, registered_model_name):
        info = mlflow.sklearn.log_model(
            forest,
            name="model",
            pip_requirements=["scikit-learn"],  # named, or MLflow loads the model once more to find out
            serialization_format="cloudpickle",  # skops, the default, takes a second more to import
            registered_model_name=registered_model_name,
        )
        return info.registered_model_version
