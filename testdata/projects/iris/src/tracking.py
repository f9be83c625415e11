"""Log to a tracking server by MLflow's REST API: MLflow's client takes two seconds to import.

What it records is what the client would: the tags of a run, the versions in a model's files.
"""

import getpass
import hashlib
import json
import math
import os
import pickle
import platform
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.metadata import version

COVERED = 10_000  # numbers that the digest of an array is made from


def now():
    return int(time.time() * 1000)


def send(path, body=None, method=None):
    """Ask the server, or send it a document or a file's bytes, and read the JSON that it answers."""
    kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    url = os.environ["MLFLOW_TRACKING_URI"] + "/api/2.0/" + path
    request = urllib.request.Request(url, data, {"Content-Type": kind}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or "{}")


def unless_there(path, body):
    """Create what another training may have created just before."""
    try:
        send(path, body)
    except urllib.error.HTTPError as error:
        if json.loads(error.read()).get("error_code") != "RESOURCE_ALREADY_EXISTS":
            raise


def pairs(values):
    return [{"key": name, "value": str(value)} for name, value in values.items()]


def metrics_of(values, step=0):
    return [{"key": name, "value": value, "timestamp": now(), "step": step} for name, value in values.items()]


def log_metrics(run_id, values):
    send("mlflow/runs/log-batch", {"run_id": run_id, "metrics": metrics_of(values)})


def read_dict(run_id, name):
    """Read a JSON artifact of a run."""
    run = send(f"mlflow/runs/get?run_id={run_id}")["run"]
    return send(artifact(run["info"]["artifact_uri"], name))


def artifact(folder, name):
    return f"mlflow-artifacts/artifacts/{folder.removeprefix('mlflow-artifacts:/')}/{name}"


def set_alias(name, alias, version):
    send("mlflow/registered-models/alias", {"name": name, "alias": alias, "version": version})


def context():
    """Who trains what, from which commit, and what the environment says of it."""
    tags = {"mlflow.user": getpass.getuser(), "mlflow.source.name": sys.argv[0], "mlflow.source.type": "LOCAL"}
    for name, question in {"commit": ["HEAD"], "branch": ["--abbrev-ref", "HEAD"]}.items():
        answer = subprocess.run(["git", "rev-parse", *question], capture_output=True, text=True).stdout.strip()
        if answer not in ("", "HEAD"):  # no repository, no branch
            tags[f"mlflow.source.git.{name}"] = answer
    return tags | json.loads(os.environ.get("MLFLOW_RUN_CONTEXT") or "{}")


def digest(arrays):
    """Make the digest that MLflow's client makes of arrays of floats: pandas' hash of each number."""
    md5 = hashlib.md5(usedforsecurity=False)
    for values in arrays:
        shape = shape_of(values)
        flat = values if len(shape) == 1 else [value for row in values for value in row]
        md5.update(struct.pack(f"{min(len(flat), COVERED)}Q", *map(mixed, flat[:COVERED])))
        md5.update(struct.pack(f"{len(shape)}q", *shape))
    return md5.hexdigest()[:8]


def shape_of(values):
    return [len(values), len(values[0])] if isinstance(values[0], list) else [len(values)]


def profile(arrays):
    sizes = {}
    for part, shape in zip(("features", "targets"), map(shape_of, arrays)):
        size = math.prod(shape)
        sizes |= {f"{part}_shape": shape, f"{part}_size": size, f"{part}_nbytes": 8 * size}
    return sizes


def mixed(value):
    (bits,) = struct.unpack("Q", struct.pack("d", value))
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        bits = (bits ^ bits >> shift) * factor % 2**64
    return bits ^ bits >> 31


class Run:
    """One run, which ends with its block; what is logged in it is sent at its end, as one batch."""

    def __init__(self, experiment, run_name=None):
        unless_there("mlflow/experiments/create", {"name": experiment})
        found = send(f"mlflow/experiments/get-by-name?experiment_name={experiment}")
        self.experiment = found["experiment"]["experiment_id"]
        self.tags, self.params, self.metrics = context(), {}, []
        body = {"experiment_id": self.experiment, "start_time": now(), "run_name": run_name}
        created = send("mlflow/runs/create", body | {"tags": pairs(self.tags)})
        self.id, self.folder = (created["run"]["info"][name] for name in ("run_id", "artifact_uri"))

    def __enter__(self):
        return self

    def __exit__(self, failed, *_):
        self.end("FAILED" if failed else "FINISHED")

    def end(self, status):
        self.flush()
        send("mlflow/runs/update", {"run_id": self.id, "status": status, "end_time": now()})

    def flush(self):
        batch = {"run_id": self.id, "params": pairs(self.params), "tags": pairs(self.tags), "metrics": self.metrics}
        send("mlflow/runs/log-batch", batch)
        self.metrics = []

    def log_param(self, name, value):
        self.params[name] = value

    def log_params(self, params):
        self.params |= params

    def set_tag(self, name, value):
        self.tags[name] = value

    def log_metric(self, name, value, step=0):
        self.metrics += metrics_of({name: value}, step)

    def log_input(self, name, *arrays):
        """Name a dataset: features, and perhaps targets."""
        dataset = {"name": name, "digest": digest(arrays), "source_type": "code", "source": json.dumps({"tags": self.tags})}
        dataset["profile"] = json.dumps(profile(arrays))
        tags = pairs({"mlflow.data.context": "training"})
        send("mlflow/runs/log-inputs", {"run_id": self.id, "datasets": [{"dataset": dataset, "tags": tags}]})

    def log_dict(self, values, name):
        send(artifact(self.folder, name), json.dumps(values).encode(), "PUT")

    def log_model(self, file, data, pip_requirements, flavor="", registered_model_name=None):
        """Log a model with the files that tell of its environment, and register it where it has a name."""
        self.flush()
        body = {"experiment_id": self.experiment, "source_run_id": self.id, "name": "model"}
        body |= {"params": pairs(self.params), "tags": pairs(self.tags)}
        made = send("mlflow/logged-models", body)["model"]["info"]
        model = made["model_id"]
        for name, text in documents(model, self.id, file, flavor, pip_requirements).items():
            send(artifact(made["artifact_uri"], name), text.encode(), "PUT")
        send(artifact(made["artifact_uri"], file), data, "PUT")
        send(f"mlflow/logged-models/{model}", {"model_id": model, "status": "LOGGED_MODEL_READY"}, "PATCH")
        send("mlflow/runs/outputs", {"run_id": self.id, "models": [{"model_id": model, "step": 0}]})
        return register(registered_model_name, self.id, f"models:/{model}") if registered_model_name else None

    def log_forest(self, forest, registered_model_name):
        """Log a model of scikit-learn."""
        flavor = f"""  sklearn:
    pickled_model: model.pkl
    serialization_format: pickle
    sklearn_version: {version("scikit-learn")}
"""
        requirements = [f"mlflow=={version('mlflow')}", "scikit-learn"]
        return self.log_model("model.pkl", pickle.dumps(forest), requirements, flavor, registered_model_name)


def documents(model_id, run_id, file, flavor, requirements):
    """Make the documents beside a model; a flavor is lines of its own in the first."""
    python = platform.python_version()
    return {
        "MLmodel": f"""flavors:
  python_function:
    data: {file}
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: {file.partition(".")[0]}
    python_version: {python}
{flavor}\
mlflow_version: {version("mlflow")}
model_id: {model_id}
model_uuid: {model_id}
run_id: {run_id}
""",
        "requirements.txt": "\n".join(requirements),
        "python_env.yaml": f"python: {python}\ndependencies:\n- -r requirements.txt\n",
        "conda.yaml": f"dependencies:\n- python={python}\n- pip:\n" + "".join(f"  - {line}\n" for line in requirements),
    }


def register(name, run_id, source):
    unless_there("mlflow/registered-models/create", {"name": name})
    body = {"name": name, "source": source, "run_id": run_id}
    if source.startswith("models:/"):
        body["model_id"] = source.removeprefix("models:/")
    return send("mlflow/model-versions/create", body)["model_version"]["version"]


def register_once(name, run_id):
    """Register what a run made, unless the name has a version."""
    found = send(f"mlflow/registered-models/search?filter=name%3D'{name}'")
    if not found.get("registered_models"):
        register(name, run_id, f"runs:/{run_id}/model")
