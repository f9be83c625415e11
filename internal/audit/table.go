package audit

// checks is the closed table that Level describes: every check with its level,
// whether it is a record or an objection, its words and its fix. The snippets
// are Python for MLflow 2 and 3; audit_test.go has Python compile them.
// https://mlflow.org/docs/latest/api_reference/python_api/mlflow.html
var checks = []checkRule{
	{check: CheckRun, level: 1, label: "run", missing: "no run is there", fix: Fix{
		Do:   "Register models from the run that trained them.",
		Lang: "python", Snippet: `with mlflow.start_run() as run:
    model = train(params)
    mlflow.sklearn.log_model(model, "model")
mlflow.register_model(f"runs:/{run.info.run_id}/model", "MODEL")`,
		Past: "a run that was deleted, and not yet for good, comes back", PastLine: "mlflow runs restore --run-id RUN_ID"}},

	{check: CheckFinished, level: 1, label: "run finished", missing: "the run did not finish", fix: Fix{
		Do:   "Register a model only after its run is FINISHED.",
		Lang: "python", Snippet: `with mlflow.start_run() as run:  # FINISHED at the end of the block, FAILED on an exception
    model = train(params)
    mlflow.sklearn.log_model(model, "model")
mlflow.register_model(f"runs:/{run.info.run_id}/model", "MODEL")  # after the block`}},

	{check: CheckMetrics, level: 1, label: "metrics", missing: "no metrics were logged", fix: Fix{
		Do:   "Log the metrics that say how good the model is, in the run that trains it.",
		Lang: "python", Snippet: `mlflow.log_metrics({"accuracy": accuracy, "f1": f1})`,
		Past: "a metric you know can be added", PastLine: `mlflow.MlflowClient().log_metric(RUN_ID, "accuracy", 0.93)`}},

	{check: CheckFinite, level: 1, objection: true, label: "finite metrics", missing: "metrics are NaN or infinite", fix: Fix{
		Do:   "Stop a training that diverges, instead of registering it.",
		Lang: "python", Snippet: `import math

for name, value in metrics.items():
    if not math.isfinite(value):
        raise ValueError(f"{name} is {value}: the training diverged")
mlflow.log_metrics(metrics)`}},

	{check: CheckParams, level: 2, label: "params", missing: "no params were logged", fix: Fix{
		Do:   "Log every param of the training, as the params file has it.",
		Lang: "python", Snippet: `import yaml

with open("params.yaml") as file:
    params = yaml.safe_load(file)
mlflow.log_params(params["train"])`,
		Past: "a param you know can be added", PastLine: `mlflow.MlflowClient().log_param(RUN_ID, "max_depth", 5)`}},

	{check: CheckWhole, level: 2, objection: true, label: "whole params", missing: "params may be cut off", fix: Fix{
		Do:   "Log long values leaf by leaf: MLflow cuts a param at its limit and says nothing.",
		Lang: "python", Snippet: `def leaves(value, path=""):
    if isinstance(value, dict):
        for key, child in value.items():
            yield from leaves(child, f"{path}.{key}" if path else str(key))
    else:
        yield path, value

mlflow.log_params(dict(leaves(params)))
mlflow.log_dict(params, "params.yaml")  # whole, whatever its length`}},

	{check: CheckCommit, level: 3, label: "commit", missing: "no commit was recorded", fix: Fix{
		Do:   "Record the commit: MLflow does so only for scripts that run inside a clone, and not in notebooks, containers and most schedulers." + orRecord,
		Lang: "python", Snippet: `import subprocess

def git(*args):
    return subprocess.check_output(["git", *args], text=True).strip()

mlflow.set_tag("git_commit", git("rev-parse", "HEAD"))
mlflow.set_tag("mlflow.source.git.dirty", git("status", "--porcelain", "--untracked-files=no") != "")`,
		Past: "a commit you know can be added, by its full name", PastLine: `mlflow.MlflowClient().set_tag(RUN_ID, "git_commit", COMMIT)`}},

	{check: CheckClean, level: 3, objection: true, label: "clean tree", missing: "trained with uncommitted changes", fix: Fix{
		Do:   "Commit before training, and refuse to train otherwise.",
		Lang: "python", Snippet: `import subprocess

changed = subprocess.check_output(["git", "status", "--porcelain", "--untracked-files=no"], text=True)
if changed:
    raise SystemExit(f"commit first; these files differ from HEAD:\n{changed}")`}},

	{check: CheckReachable, level: 3, objection: true, label: "commit reachable", missing: "the commit cannot be reached", fix: Fix{
		Do:   "Push the commits that were trained, and keep a tag on those that history rewriting left behind.",
		Lang: "sh", Snippet: `git fetch --all --tags
git tag trained/MODEL-VERSION COMMIT && git push origin trained/MODEL-VERSION`,
		Past: "as above, from a clone that still has the commit"}},

	{check: CheckPlace, level: 3, objection: true, label: "place in the params file", missing: "params cannot be put back into the params file", fix: Fix{
		Do:   "Say where each logged param belongs, in .github/reproduce.yaml, or log it under the key it has in the file.",
		Lang: "python", Snippet: `# a param called train.max_depth is the key max_depth of the section train
mlflow.log_params({f"train.{key}": value for key, value in params["train"].items()})`,
		Past: "params-map in .github/reproduce.yaml says where each belongs; this shows what fits", PastLine: "reproduce show MODEL --version V"}},

	{check: CheckData, level: 4, label: "data", missing: "no data version was recorded", fix: Fix{
		Do:   "Record which data went in: track it with git or DVC, or log it as an input of the run." + orRecord,
		Lang: "python", Snippet: `dataset = mlflow.data.from_pandas(train, source="data/train.csv", name="train")
mlflow.log_input(dataset, context="training")`,
		Past: "a data version you know can be added", PastLine: `mlflow.MlflowClient().set_tag(RUN_ID, "data_version", VERSION)`}},

	{check: CheckPresent, level: 4, objection: true, label: "data present", missing: "the data was not found in a DVC remote", fix: Fix{
		Do:   "Push the data of the commits that were trained; for versions to come, name the remote in .dvc/config and commit it.",
		Lang: "sh", Snippet: `dvc remote add --local --default storage URL  # where those commits name none
dvc push --all-commits`,
		Past: "as above, from a clone whose cache still has the data; a commit of .dvc/config comes too late for them"}},

	{check: CheckLock, level: 4, objection: true, label: "dvc.lock holds", missing: "dvc.lock does not match the commit", fix: Fix{
		Do:   "Commit code, data and dvc.lock together, after dvc repro.",
		Lang: "sh", Snippet: `dvc repro && git add -u && git commit -m "Train"`}},

	{check: CheckEnvironment, level: 5, label: "environment", missing: "no environment was recorded", fix: Fix{
		Do:   "Log the model through MLflow with the packages that trained it." + orRecord,
		Lang: "python", Snippet: pinnedModel}},

	{check: CheckPinned, level: 5, label: "pinned versions", missing: "packages or Python are not pinned", fix: Fix{
		Do:   "Pin every package, those that only others need included: MLflow by itself writes down what the model imports." + orRecord,
		Lang: "python", Snippet: pinnedModel}},

	{check: CheckSeed, level: 5, label: "seed", missing: "no seed was recorded", fix: Fix{
		Do:   "Set a seed, use it everywhere and log it; None is no seed.",
		Lang: "python", Snippet: `import random

import numpy as np

seed = params["train"]["seed"]
random.seed(seed)
np.random.seed(seed)  # and torch.manual_seed(seed), random_state=seed where there is one
mlflow.log_param("seed", seed)`,
		Past: "a seed you know can be added", PastLine: `mlflow.MlflowClient().log_param(RUN_ID, "seed", 42)`}},
}

// orRecord ends what to do where a record of the training has what lacks.
const orRecord = " Or call the training by reproduce record -- COMMAND: it leaves that on the run, without a change of your code."

const pinnedModel = `from importlib.metadata import distributions

installed = sorted({f"{d.metadata['Name']}=={d.version}" for d in distributions()})
mlflow.sklearn.log_model(model, "model", pip_requirements=installed)`
