"""Choose how to log: by REST to a server, and by MLflow's client to any other store and registry."""

import os

to_server = os.environ.get("MLFLOW_TRACKING_URI", "").startswith("http") and not os.environ.get("MLFLOW_REGISTRY_URI")
if to_server and not os.environ.get("LOG_BY_CLIENT"):
    import tracking as store
else:
    import client as store

__all__ = ["store"]
