"""Fill a store of MLflow's with models, versions and their runs: fill.py URI MODELS VERSIONS COMMITS.

Straight into the tables, in MLflow's own words: a client would take an hour for ten thousand
versions. COMMITS is a file of commit ids, of which each run has one.
"""

import sys

from mlflow.store.model_registry.dbmodels import models as registry
from mlflow.store.model_registry.sqlalchemy_store import SqlAlchemyStore as Registry
from mlflow.store.tracking.dbmodels import models as tracking
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

PARAMS, METRICS, BATCH = 8, 5, 1000
START = 1_750_000_000_000


def main(uri, models, versions, commits):
    models, versions = int(models), int(versions)
    with open(commits) as file:
        commits = file.read().split()
    engine = SqlAlchemyStore(uri, "mlflow-artifacts:/").engine
    Registry(uri)
    tables = {m.__tablename__: m.__table__ for m in vars(tracking).values() if hasattr(m, "__table__")}
    tables |= {m.__tablename__: m.__table__ for m in vars(registry).values() if hasattr(m, "__table__")}
    rows = {"registered_models": [{"name": name(i), "creation_time": START, "last_updated_time": START} for i in range(models)]}
    insert(engine, tables, rows)
    for first in range(0, versions, BATCH):
        rows = {}
        for i in range(first, min(first + BATCH, versions)):
            version(rows, i, models, commits)
        insert(engine, tables, rows)


def name(i):
    return f"{['churn', 'demand', 'fraud', 'ranker'][i % 4]}-{i:05d}"


def version(rows, i, models, commits):
    run, at = f"{i:032x}", START + 60_000 * i

    def add(table, **row):
        rows.setdefault(table, []).append(row)

    add("runs", run_uuid=run, name=f"run-{i}", source_type="LOCAL", source_name="train.py", entry_point_name="", user_id="u", status="FINISHED", start_time=at, end_time=at + 30_000,
        source_version="", lifecycle_stage="active", artifact_uri=f"mlflow-artifacts:/0/{run}/artifacts", experiment_id=0)
    add("tags", run_uuid=run, key="mlflow.source.git.commit", value=commits[i % len(commits)])
    add("tags", run_uuid=run, key="mlflow.user", value="u")
    for n in range(PARAMS):
        add("params", run_uuid=run, key=f"param_{n}", value=str(0.001 * n * (i % 97)))
    for n in range(METRICS):
        point = {"run_uuid": run, "key": f"metric_{n}", "value": 0.5 + n / 10 + (i % 89) / 1e4, "timestamp": at, "step": 0, "is_nan": False}
        add("metrics", **point)
        add("latest_metrics", **point)
    add("model_versions", name=name(i % models), version=1 + i // models, creation_time=at, last_updated_time=at, user_id="u", current_stage="None",
        source=f"runs:/{run}/model", run_id=run, status="READY")


def insert(engine, tables, rows):
    with engine.begin() as connection:
        for table in sorted(rows, key=lambda table: ["registered_models", "runs", "model_versions"].index(table) if table in ("registered_models", "runs", "model_versions") else 9):
            connection.execute(tables[table].insert(), rows[table])


if __name__ == "__main__":
    main(*sys.argv[1:])
