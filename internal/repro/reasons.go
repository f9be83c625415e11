package repro

// A Reason is the stable, machine-readable half of a verdict.
type Reason string

// The reasons. What each means is in Reasons, where every one of them has a row.
const (
	Identical                 Reason = "identical"
	WithinTolerance           Reason = "within-tolerance"
	WithinNoise               Reason = "within-noise"
	MetricsOutsideTolerance   Reason = "metrics-outside-tolerance"
	ModelOutsideTolerance     Reason = "model-outside-tolerance"
	ModelNotCompared          Reason = "model-not-compared"
	NotExecuted               Reason = "not-executed"
	StaleMetrics              Reason = "stale-metrics"
	SameRun                   Reason = "same-run"
	ParamsNotApplied          Reason = "params-not-applied"
	MetricsMissing            Reason = "metrics-missing"
	NoBaselineMetrics         Reason = "no-baseline-metrics"
	NoiseTooLarge             Reason = "noise-too-large"
	Unstable                  Reason = "unstable"
	PipelineFailed            Reason = "pipeline-failed"
	PipelineTimedOut          Reason = "pipeline-timed-out"
	PipelineCancelled         Reason = "pipeline-cancelled"
	PipelineNotStarted        Reason = "pipeline-not-started"
	WorkflowMissingAtCommit   Reason = "workflow-missing-at-commit"
	DataUnavailable           Reason = "data-unavailable"
	ParamsNotWritable         Reason = "params-not-writable"
	NoRun                     Reason = "no-run"
	OriginalNotFinished       Reason = "original-not-finished"
	OriginalChanged           Reason = "original-changed"
	DriftNotEnded             Reason = "drift-not-ended"
	TrackingServerUnreachable Reason = "tracking-server-unreachable"
	NoPermission              Reason = "no-permission"
	ForkWithoutSecrets        Reason = "fork-without-secrets"
	Cancelled                 Reason = "cancelled"
	NotProven                 Reason = "not-proven"
	OtherCode                 Reason = "other-code"
	AmbiguousRun              Reason = "ambiguous-run"
	AmbiguousMetrics          Reason = "ambiguous-metrics"
	EnvironmentUnavailable    Reason = "environment-unavailable"
	CurveLeft                 Reason = "curve-left"
	EqualSoFar                Reason = "equal-so-far"
	InputsMissing             Reason = "inputs-missing"
)

// A ReasonInfo is what is fixed about a reason.
type ReasonInfo struct {
	Reason  Reason
	Verdict Verdict
	Words   string // for a headline, as in "Could not verify: the metrics are not new"
	Meaning string // a sentence for the reference
	Remedy  string // what to do about it, in the names of the options; "" where there is nothing to do
}

// Reasons is the closed set. The headlines, the schema of report.json and the
// reference are made from it or tested against it.
var Reasons = []ReasonInfo{
	{Identical, Reproduced, "identical",
		"Every judged metric has the original's value exactly.",
		""},
	{WithinTolerance, Reproduced, "within tolerance",
		"Every judged metric is within its tolerance.",
		""},
	{WithinNoise, Reproduced, "within noise",
		"What is outside its tolerance is within the range measured with `repeats`.",
		"Nothing has to be done. More `repeats` detect smaller shifts."},
	{MetricsOutsideTolerance, Drifted, "metrics outside tolerance",
		"At least one judged metric is outside its tolerance.",
		"Read in the report what differs. After a single run, `repeats: auto` measures how much the metrics vary by themselves."},
	{ModelOutsideTolerance, Drifted, "the model predicts otherwise",
		"The metrics came back, and the model's predictions are outside the tolerance that `compare-model` gives.",
		"Read in the report how many predictions differ. A training without a seed gives another model each time."},
	{CurveLeft, Drifted, "a training curve left the original's",
		"With `stop-early`, a curve left that of an original known to be deterministic, and the training was ended there.",
		"Read in the report what differs. Leave `stop-early` out to see the final metrics."},
	{EqualSoFar, Unverified, "the training was ended while it was equal",
		"With `stop-after`, the first steps of all curves were the original's, and the training was ended there.",
		"Leave `stop-after` out for a verdict: only a whole training can reproduce a model."},
	{ModelNotCompared, Unverified, "the models could not be compared",
		"`compare-model` gives a tolerance, and the models of both runs could not be loaded, or not asked the same.",
		"Log both models with an `input_example`. Or use `compare-model: report`, which decides nothing."},
	{NotExecuted, Unverified, "the pipeline did not train",
		"A training stage was skipped or came from a cache, nothing shows that it ran, or the branch was changed meanwhile.",
		"Make the pipeline train again: `dvc repro --force`, `make -B`. If the branch was changed, run again."},
	{StaleMetrics, Unverified, "the metrics are not new",
		"The metrics file or the tracking run was there before the training.",
		"Let the training write its metrics again, or log them with `mlflow.start_run`."},
	{SameRun, Unverified, "the new run is the original run",
		"The metrics belong to the original run, so they would be compared with themselves.",
		"Make the command train again. For `compare`, name two different runs."},
	{ParamsNotApplied, Unverified, "the params did not reach the training",
		"The training logged other params than the original run.",
		"Let the training read the params file, or set `params-map` or `params-file`."},
	{MetricsMissing, Unverified, "metrics are missing from the reproduction",
		"The training left no metrics that can be read, or not all of the original's.",
		"Name the file with `metrics-file`, or a renamed metric with `metrics-map`. With MLflow, log to the same tracking server."},
	{NoBaselineMetrics, Unverified, "no metric of the original run can be judged",
		"The original run has no metric to judge: it logged none, none is finite, or all are ignored.",
		"Choose a version whose run logged metrics, or stop ignoring one of them in `tolerances` and `metrics`."},
	{NoiseTooLarge, Unverified, "the metrics vary too much from run to run",
		"The re-runs differ so much that a shift that matters could not be detected.",
		"Raise `repeats`, seed the training, or say with `material` how large a shift matters."},
	{Unstable, Unverified, "a re-run diverged",
		"A metric is NaN or infinite in some of the re-runs, or two last values of it were logged at once.",
		"Find out why the training diverges, or leave the metric out with `NAME: ignore`."},
	{PipelineFailed, Unverified, "the training pipeline failed",
		"The training, a DVC stage or the new run ended in failure.",
		"Read the end of the log in the report. Fix the error that it shows and run again."},
	{PipelineTimedOut, Unverified, "the training pipeline ran out of time",
		"The training was not done within `timeout`.",
		"Raise `timeout`. Go on with a dispatched training: `reproduce resume`, or re-run the workflow run."},
	{PipelineCancelled, Unverified, "the training pipeline was cancelled",
		"Somebody or something cancelled the training.",
		"Run again."},
	{PipelineNotStarted, Unverified, "the training pipeline did not start",
		"The commit is not available, or the workflow is disabled, unsuitable or was not started.",
		"Follow the message: fetch the commit, set `code-ref`, or enable or fix the workflow."},
	{WorkflowMissingAtCommit, Unverified, "the training workflow is not in the code of that commit",
		"The code of the original is older than the training workflow, or the workflow's name is wrong.",
		"Train newer code with `code-ref: head`, or name the right `workflow`."},
	{DataUnavailable, Unverified, "the original's data is not available",
		"The data that the original was trained on is not available.",
		"Restore it in its remote, or train on other data with `code-ref: head`."},
	{ParamsNotWritable, Unverified, "the params could not be written",
		"The params file is missing or cannot be edited safely, or a logged param has no place in it.",
		"Name the file with `params-file`, or a param's key with `params-map`."},
	{NoRun, Unverified, "the model version has no run",
		"The registry names no run for the version, or its run is not on this tracking server. Or the version was deleted after its training was started.",
		"Name the training's run with `run-id`, or the server that has it with `tracking-uri`."},
	{OriginalNotFinished, Unverified, "the original run did not finish",
		"The original run failed, still runs or was deleted.",
		"Restore the run, or register a version from a finished one."},
	{OriginalChanged, Unverified, "the original's metrics were changed",
		"The metrics came back, and not as the original had them when an earlier check read them, or when it ended. Or it has others than when the training was asked for.",
		"Log the earlier values to the original's run again. Where the new ones are right, leave the metric out with `NAME: ignore`, or take the version's earlier checks out of the history."},
	{DriftNotEnded, Unverified, "an earlier drift has not ended",
		"What was judged came back, and not each metric of an earlier drift was judged, or that drift is dated later.",
		"Judge all metrics of the drift again, with `metrics` and `tolerances`. Where it does not count any more, take its checks out of the history."},
	{InputsMissing, Unverified, "the training was without a file that it looked for",
		"The metrics differ, and the training looked in vain for a file. The commit has it, and it is taken away before, as outputs are; or only your clone has it.",
		"Run again with `keep: PATH`, or `with: PATH` for a file of your clone: where the training reads it, the metrics come back."},
	{TrackingServerUnreachable, Unverified, "the tracking server could not be reached",
		"The address did not answer as an MLflow tracking server does.",
		"Check `tracking-uri`, the network and the server."},
	{NoPermission, Unverified, "a permission is missing",
		"MLflow or GitHub refused the credentials or the request.",
		"Set or renew the credentials, or add the permissions that the message names to the workflow."},
	{ForkWithoutSecrets, Unverified, "a fork's pull request has no access to the secrets",
		"The pull request comes from a fork, whose code is not trained with the project's secrets.",
		"If the repository has the workflow for comments, somebody with write permission can comment `/reproduce MODEL`."},
	{Cancelled, Unverified, "the check was cancelled",
		"The check itself was ended before it had a result.",
		"Run again. A dispatched training that still runs is taken up."},
	{NotProven, Unverified, "nothing shows that this training computed the metrics",
		"The evidence does not show that this training computed the metrics: they may be old ones or copies.",
		"Log the run with `mlflow.start_run`, or train in a DVC stage."},
	{OtherCode, Unverified, "what trained is not what the commit has",
		"The training ran other code than the commit's, or changed tracked files.",
		"Train from the checkout that the command starts in. Keep what the training writes out of git."},
	{AmbiguousRun, Unverified, "several new runs match the original and disagree",
		"The training made several runs that match the original equally well.",
		"Choose it with `run-name` or `match-tag`, or train only the original's model, in one run."},
	{AmbiguousMetrics, Unverified, "one metric has several values",
		"The metrics files hold different values of one metric, in several files or in one.",
		"Choose with `metrics-file`, or with `metrics-map` as NAME=FILE:NAME. Where one file has it twice, rename one of the two."},
	{EnvironmentUnavailable, Unverified, "the software that was asked for did not train",
		"Packages or the Python of `environment` cannot be had on this machine, or the training ran in others.",
		"Take `environment: closest`, which names what is another, or `current`. Let the command call `python` by its bare name."},
}

// Info gives what is fixed about a reason; ok is false for one that is not in
// the set, as a newer version may have saved it.
func (r Reason) Info() (info ReasonInfo, ok bool) {
	for _, info := range Reasons {
		if info.Reason == r {
			return info, true
		}
	}
	return ReasonInfo{}, false
}
