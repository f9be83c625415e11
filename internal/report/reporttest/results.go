package reporttest

import (
	"math"
	"time"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// At is a time of RFC 3339.
func At(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

const (
	OriginalCommit = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"
	paramsCommit   = "4be1d90a1b2c3d4e5f60718293a4b5c6d7e8f901"
	OriginalRunID  = "3f9c2d1a5b7e4c60a1d2e3f405162738"
	newRunID       = "b81e07c4d2f94a3b8c7d6e5f40312233"
)

// Story is one model and its training, before anybody compared anything.
func Story() repro.Result {
	model := repro.ModelVersion{Name: "churn-classifier", Version: "7", Stage: "Production", Aliases: []string{"champion"},
		RunID: OriginalRunID, RunFrom: "the version's run_id", Created: At("2026-03-02T09:30:00Z"),
		URL: "https://mlflow.example/#/models/churn-classifier/versions/7"}
	params := []repro.ParamEdit{
		{Name: "train.learning_rate", Logged: "0.05", File: "params.yaml", Key: []string{"train", "learning_rate"}, Line: 6, Old: "0.1", New: "0.05", Status: repro.ParamWritten, Rule: "exact path"},
		{Name: "train.max_depth", Logged: "6", File: "params.yaml", Key: []string{"train", "max_depth"}, Line: 7, Old: "6", New: "6", Status: repro.ParamUnchanged, Rule: "exact path"},
		{Name: "train.seed", Logged: "42", File: "params.yaml", Key: []string{"train", "seed"}, Line: 9, Old: "7", New: "42", Status: repro.ParamWritten, Rule: "exact path"},
		{Name: "estimator", Logged: "LogisticRegression", Status: repro.ParamLoggedOnly, Note: "no key of that name in params.yaml"},
		{File: "params.yaml", Key: []string{"evaluate", "threshold"}, Line: 12, Old: "0.5", New: "0.5", Status: repro.ParamNotRecorded},
	}
	before := "# how we train\nprepare:\n  split: 0.2\n\ntrain:\n  learning_rate: 0.1   # tuned in March\n  max_depth: 6\n  n_estimators: 200\n  seed: 7\n\nevaluate:\n  threshold: 0.5\n"
	after := "# how we train\nprepare:\n  split: 0.2\n\ntrain:\n  learning_rate: 0.05   # tuned in March\n  max_depth: 6\n  n_estimators: 200\n  seed: 42\n\nevaluate:\n  threshold: 0.5\n"
	return repro.Result{
		Tool:      "reproduce v1.0.0",
		CheckedAt: At("2026-11-23T02:41:07Z"),
		Plan: repro.Plan{
			ID: "r-20261123-4be1d90", Model: model,
			Original: repro.Run{ID: OriginalRunID, Status: repro.RunFinished, Started: At("2026-03-02T09:00:00Z"), Ended: At("2026-03-02T09:11:40Z")},
			Code:     repro.CodeRef{Asked: "original", Commit: OriginalCommit, From: "the commit the run recorded"},
			Branch:   "reproduce/churn-classifier/v7", Params: params,
			Files:    []repro.FileEdit{{Path: "params.yaml", Before: []byte(before), After: []byte(after)}},
			Workflow: "train.yml",
		},
		Change: repro.Change{Branch: "reproduce/churn-classifier/v7", Base: OriginalCommit, Commit: paramsCommit, URL: "https://github.example/acme/churn/commit/" + paramsCommit},
		Execution: repro.Execution{ID: "19604117344", Name: "train.yml run 412", URL: "https://github.example/acme/churn/actions/runs/19604117344",
			Status: repro.ExecSucceeded, Attempt: 1, Started: At("2026-11-23T02:28:00Z"), Ended: At("2026-11-23T02:40:03Z")},
		Original: repro.Run{ID: OriginalRunID, Status: repro.RunFinished, Started: At("2026-03-02T09:00:00Z"), Ended: At("2026-03-02T09:11:40Z"),
			Metrics: repro.NewMetrics(map[string]float64{"accuracy": 0.9132, "f1": 0.8741, "log_loss": 0.21874, "roc_auc": 0.9552}),
			URL:     "https://mlflow.example/#/experiments/1/runs/" + OriginalRunID},
		Reproduction: repro.Run{ID: newRunID, Status: repro.RunFinished, Started: At("2026-11-23T02:29:00Z"), Ended: At("2026-11-23T02:39:50Z"),
			URL: "https://mlflow.example/#/experiments/1/runs/" + newRunID},
		Evidence: []repro.Gate{
			{Name: "pipeline ran", State: repro.GatePassed, Reason: repro.NotExecuted, Text: "train.yml run 412 executed ingest, train and evaluate"},
			{Name: "another run", State: repro.GatePassed, Reason: repro.SameRun, Text: "the metrics come from run b81e07c4, not from 3f9c2d1a"},
			{Name: "params arrived", State: repro.GatePassed, Reason: repro.ParamsNotApplied, Text: "all 3 params were logged with the original's values"},
			{Name: "metrics are new", State: repro.GateUnknown, Reason: repro.StaleMetrics, Text: "no metrics file to look at"},
			{Name: "numbers computed", State: repro.GatePassed, Text: "a run of this training logged the numbers and the original's params; witnesses: run, params, commit, code, steps; not seen: whether the program computed the numbers or read them somewhere"},
		},
	}
}

// Delta is one metric, compared.
func Delta(name string, original, reproduced float64, allowed string, ratio float64, state repro.State) repro.Delta {
	return repro.Delta{Name: name, Original: original, Reproduced: reproduced, Tolerance: allowed + " abs", Allowed: allowed, Ratio: ratio, State: state,
		Difference: decimal.Text(decimal.Difference(original, reproduced))}
}

// ReproducedResult is a story that came back within its tolerances.
func ReproducedResult() repro.Result {
	r := Story()
	r.Verdict, r.Reason = repro.Reproduced, repro.WithinTolerance
	r.Registry = []string{`this training moved alias @production of churn-classifier from version 7 to version 8; to undo it: python -c 'import mlflow; mlflow.MlflowClient().set_registered_model_alias("churn-classifier", "production", "7")'`,
		"this training registered version 8 of churn-classifier (a reproduction, not a new model)"}
	r.Warnings = append(r.Warnings, r.Registry...)
	r.Comparison.Deltas = []repro.Delta{
		Delta("accuracy", 0.9132, 0.9132, "0.001", 0, repro.StateIdentical),
		{Name: "epoch", Original: 30, Reproduced: 30, State: repro.StateIgnored, Tolerance: "ignore", Ratio: math.NaN()},
		Delta("f1", 0.8741, 0.87433, "0.001", 0.23, repro.StateWithin),
		Delta("log_loss", 0.21874, 0.21902, "0.002", 0.14, repro.StateWithin),
		Delta("roc_auc", 0.9552, 0.95518, "0.001", 0.02, repro.StateWithin),
		{Name: "train_time_s", Original: 700, Reproduced: 723, State: repro.StateIgnored, Tolerance: "ignore", Ratio: math.NaN()},
	}
	r.Inputs = []repro.Input{
		{Kind: repro.KindCode, Original: OriginalCommit, Now: OriginalCommit, State: repro.InputSame},
		{Kind: repro.KindData, Name: "data/train.parquet", Original: "md5 8f14e45fceea167a5a36dedd4bea2543", Now: "md5 8f14e45fceea167a5a36dedd4bea2543", State: repro.InputSame},
		{Kind: repro.KindParams, Name: "4 params", Original: "4 params", Now: "4 params", State: repro.InputSame, Evidence: "logged by both runs"},
		{Kind: repro.KindSeed, Original: "42", Now: "42", State: repro.InputSame},
		{Kind: repro.KindEnvironment, Name: "python", Original: "3.11.7", Now: "3.11.9", State: repro.InputDiffers},
		{Kind: repro.KindEnvironment, Name: "numpy", Original: "1.26.4", Now: "1.26.4", State: repro.InputSame},
		{Kind: repro.KindEnvironment, Name: "scikit-learn", Original: "1.3.2", Now: "1.3.2", State: repro.InputSame},
		{Kind: repro.KindHardware, Now: "4 vCPU, no GPU", State: repro.InputUnknown},
	}
	return withRuns(r)
}

// withRuns gives both runs the metrics that were judged.
func withRuns(r repro.Result) repro.Result {
	before, after := map[string]float64{}, map[string]float64{}
	for _, d := range r.Comparison.Deltas {
		before[d.Name], after[d.Name] = d.Original, d.Reproduced
	}
	r.Original.Metrics, r.Reproduction.Metrics = repro.NewMetrics(before), repro.NewMetrics(after)
	return r
}

// curvePoints are of two losses that part late.
func curvePoints() []repro.CurvePoint {
	points := make([]repro.CurvePoint, 0, 8)
	for i := range 8 {
		before := 0.7 - 0.4813*float64(i)/7
		points = append(points, repro.CurvePoint{Step: int64(25*i + 24), Original: before, Reproduced: before + 0.0204*float64(i*i)/49})
	}
	return points
}

// DriftedResult is a story that drifted, with its causes and curves.
func DriftedResult() repro.Result {
	r := Story()
	r.CheckedAt = At("2026-11-23T02:44:52Z")
	r.Verdict, r.Reason = repro.Drifted, repro.MetricsOutsideTolerance
	r.Comparison.Deltas = []repro.Delta{
		Delta("accuracy", 0.9132, 0.8967, "0.005", 3.3, repro.StateOutside),
		{Name: "epoch", Original: 30, Reproduced: 30, State: repro.StateIgnored, Tolerance: "ignore", Ratio: math.NaN()},
		Delta("f1", 0.8741, 0.8502, "0.005", 4.78, repro.StateOutside),
		Delta("log_loss", 0.2187, 0.2391, "0.01", 2.04, repro.StateOutside),
		Delta("roc_auc", 0.9552, 0.9538, "0.005", 0.28, repro.StateWithin),
	}
	r.Comparison.Curves = []repro.Curve{{Name: "train_loss", Shared: 200, First: &repro.CurvePoint{Original: 0.7, Reproduced: 0.7},
		LastEqual: &repro.CurvePoint{Step: 59, Original: 0.51, Reproduced: 0.51}, FirstDifferent: &repro.CurvePoint{Step: 60, Original: 0.5, Reproduced: 0.5000002},
		Largest: &repro.CurvePoint{Step: 199, Original: 0.2187, Reproduced: 0.2391}, Last: &repro.CurvePoint{Step: 199, Original: 0.2187, Reproduced: 0.2391},
		Pattern: repro.PatternArithmetic, Spark: "    ▁▂▃▅▇█", Drawn: curvePoints()}}
	r.Inputs = []repro.Input{
		{Kind: repro.KindCode, Original: OriginalCommit, Now: OriginalCommit, State: repro.InputSame},
		{Kind: repro.KindData, Name: "s3://ml-data/churn/train.parquet", Original: "md5 8f14e45fceea167a5a36dedd4bea2543", Now: "md5 c9f0f895fb98ab9159f51fd0297e236d", State: repro.InputDiffers,
			Evidence: "overwritten on 1 Nov 2026; dvc.lock does not pin it", Since: "changed", Then: "md5 8f14e45fceea167a5a36dedd4bea2543"},
		{Kind: repro.KindEnvironment, Name: "scikit-learn", Original: "1.3.2", Now: "1.5.1", State: repro.InputDiffers, Evidence: "requirements.txt allows >=1.3", Since: "already", Then: "1.5.1"},
		{Kind: repro.KindParams, Name: "4 params", Original: "4 params", Now: "4 params", State: repro.InputSame, Evidence: "logged by both runs"},
		{Kind: repro.KindSeed, Original: "42", Now: "42", State: repro.InputSame},
		{Kind: repro.KindEnvironment, Name: "python", Original: "3.11.7", Now: "3.11.7", State: repro.InputSame},
		{Kind: repro.KindEnvironment, Name: "numpy", Original: "1.26.4", Now: "1.26.4", State: repro.InputSame},
		{Kind: repro.KindEnvironment, Name: "pandas", Original: "2.1.0", Now: "2.1.0", State: repro.InputSame},
		{Kind: repro.KindEnvironment, Name: "scipy", Original: "1.11.0", Now: "1.11.0", State: repro.InputSame},
		{Kind: repro.KindEnvironment, Name: "joblib", Original: "1.3.0", Now: "1.3.0", State: repro.InputSame},
		{Kind: repro.KindHardware, Now: "4 vCPU, no GPU", State: repro.InputUnknown},
	}
	r.Causes = []repro.Cause{
		{Factor: repro.KindData, Name: "s3://ml-data/churn/train.parquet", Original: "8f14e45f", Now: "c9f0f895", Strength: repro.ConsistentWith, Evidence: "changed since v7 last reproduced on 26 Oct 2026", Since: "changed"},
		{Factor: repro.KindEnvironment, Name: "scikit-learn", Original: "1.3.2", Now: "1.5.1", Strength: repro.DiffersUntested,
			Evidence: "requirements.txt allows >=1.3; already 1.5.1 on 26 Oct 2026, when v7 reproduced", Since: "already"},
	}
	r.Diagnosis = "Since v7 last reproduced on 26 Oct 2026, s3://ml-data/churn/train.parquet has changed, which makes it the likelier cause. Already different then: scikit-learn. This was not tested."
	r.Earlier = []repro.Past{
		{At: At("2026-10-19T02:40:00Z"), Verdict: repro.Unverified, Reason: repro.PipelineFailed, From: "checks/2026-10-19.json"},
		{At: At("2026-10-26T02:41:00Z"), Verdict: repro.Reproduced, Reason: repro.WithinTolerance, From: "checks/2026-10-26.json"},
		{At: At("2026-11-02T02:39:00Z"), Verdict: repro.Drifted, Reason: repro.MetricsOutsideTolerance, From: "checks/2026-11-02.json"},
		{At: At("2026-11-16T02:44:00Z"), Verdict: repro.Drifted, Reason: repro.MetricsOutsideTolerance, From: "checks/2026-11-16.json"},
	}
	r.Next = "reproduce run churn-classifier --version 7 --workflow train.yml --repeats auto"
	return withRuns(r)
}

// LeftResult is a training that was ended early: its curve had left the original's.
func LeftResult() repro.Result {
	r := DriftedResult()
	r.Reason = repro.CurveLeft
	r.Execution.Status, r.Execution.Detail = repro.ExecEndedEarly, "its curves told enough"
	r.Reproduction.Status, r.Reproduction.Ended = repro.RunRunning, time.Time{}
	r.Comparison.Deltas = []repro.Delta{Delta("train_loss at step 60", 0.5, 0.9, "0.005", 80, repro.StateOutside)}
	r.Next = ""
	r.Comparison.Early = &repro.Early{Metric: "train_loss", Step: 60, Compared: 63, Of: 200, Curves: 2, Others: 3}
	return r
}

// UnverifiedResult is a story whose training failed.
func UnverifiedResult() repro.Result {
	r := Story()
	r.CheckedAt = At("2026-11-23T02:31:15Z")
	r.Verdict, r.Reason = repro.Unverified, repro.PipelineFailed
	r.Detail = `the training pipeline failed at "Pull data": data 8f14e45f is not in the DVC remote s3://ml-data/dvc`
	r.Reproduction = repro.Run{}
	r.Execution.Status, r.Execution.Detail = repro.ExecFailed, `"Pull data", exit code 1`
	r.Execution.Ended = r.Execution.Started.Add(48 * time.Second)
	r.Execution.Log = []string{"$ dvc pull", "Collecting", "ERROR: failed to pull data from the cloud - Checkout failed for following targets:", "data/train.parquet", "Is your cache up to date?", "<https://error.dvc.org/missing-files>"}
	r.Evidence = []repro.Gate{{Name: "pipeline ran", State: repro.GateFailed, Reason: repro.PipelineFailed, Text: "train.yml run 412 ended with failure in the step Pull data"}}
	r.Next = "dvc push  # from a machine that has the data"
	r.Earlier = []repro.Past{{At: At("2026-11-16T02:41:00Z"), Verdict: repro.Reproduced, Reason: repro.WithinTolerance, From: repro.FromTags}}
	return r
}

// NoisyResult needs repeats to be judged.
func NoisyResult() repro.Result {
	r := ReproducedResult()
	r.Reason = repro.WithinNoise
	metrics := func(f1 float64) repro.Metrics {
		return repro.NewMetrics(map[string]float64{"f1": f1, "recall": 0.9333})
	}
	r.Reproduction.Metrics = metrics(0.8638)
	for _, f1 := range []float64{0.8591, 0.8612, 0.8667, 0.8682} {
		r.Repeats = append(r.Repeats, repro.Run{Status: repro.RunFinished, Metrics: metrics(f1)})
	}
	r.Further = repro.Trainings{Made: 4, Took: 50 * time.Minute}
	noise := &repro.Noise{Originals: 1, Repeats: 5, Mean: 0.8638, Deviation: 0.0037, Freedom: 4, HalfWidth: 0.0113, Low: 0.8525, High: 0.8751, ShiftBound: 0.015, P: 0.07, Seeds: "same seed",
		Centre: 0.873, Level: 0.985, Power: 0.8, Material: 0.04365}
	r.Comparison.Deltas = []repro.Delta{
		{Name: "f1", Original: 0.873, Reproduced: 0.8638, Tolerance: "0.005 abs", Allowed: "0.005", Difference: "-0.0092", Ratio: 1.84, State: repro.StateNoise, Noise: noise},
		{Name: "recall", Original: 0.9333333333333333, Reproduced: 0.9333, Tolerance: "1e-6 rel or 1e-12 abs", Allowed: "0.0001", Difference: "-0.0000333333333333", Ratio: 0.333, State: repro.StateRounded, Notes: []string{"equal to the 4 decimals logged"}},
	}
	return withRuns(r)
}

// comparedResult has no training behind it.
func comparedResult() repro.Result {
	r := DriftedResult()
	r.Plan, r.Change, r.Execution, r.Evidence, r.Inputs, r.Causes, r.Earlier, r.Diagnosis, r.Next = repro.Plan{}, repro.Change{}, repro.Execution{}, nil, nil, nil, nil, "", ""
	r.Reproduction = repro.Run{From: "metrics/metrics.json"}
	return withRuns(r)
}

// Results are one of each verdict and form.
var Results = map[string]func() repro.Result{
	"reproduced": ReproducedResult,
	"drifted":    DriftedResult, "left": LeftResult,
	"unverified": UnverifiedResult,
	"noisy":      NoisyResult,
	"explained":  ExplainedResult,
	"compared":   comparedResult,
}
