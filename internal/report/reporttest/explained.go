package reporttest

import (
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// ExplainedResult is a drift whose cause was found by trainings.
func ExplainedResult() repro.Result {
	r := DriftedResult()
	r.Plan.Workflow, r.Plan.Command = "", "make train"
	e := &repro.Experiment{
		Conclusion: repro.CauseEstablished, Why: repro.WhyBoth, Cause: []int{1},
		Factors: []repro.Factor{
			{Kind: repro.KindParams, Name: "evaluate.threshold (params.yaml)", Finding: repro.FactorRuledOut},
			{Kind: repro.KindData, Name: "data/churn.parquet", Finding: repro.FactorCause},
			{Kind: repro.KindCode, Name: "src/features.py", Finding: repro.FactorRuledOut},
		},
		Left:  []string{"software: the original's run recorded none"},
		Today: paramsCommit, Original: OriginalCommit, Basis: "4f1e0a", MaxTrainings: 24, MaxTime: time.Hour,
		Recipe: []string{"git checkout a1b2c3d -- data/churn.parquet.dvc", "dvc checkout data/churn.parquet.dvc"},
	}
	add := func(outcome repro.TrialOutcome, restored ...int) {
		run := string(rune('a'+len(e.Trials))) + newRunID[1:]
		e.Trials = append(e.Trials, repro.Trial{Restored: restored, Outcome: outcome, Print: string(outcome), Run: run,
			Branch: "reproduce/churn-classifier/v7-explain-" + run[:8] + "-1", Commit: paramsCommit, Software: "Python 3.11.7", Took: repro.Trainings{Made: 1, Took: 12 * time.Second}})
		e.Took.Made, e.Took.Took = e.Took.Made+1, e.Took.Took+12*time.Second
	}
	add(repro.TrialLost)
	add(repro.TrialBack, 0, 1, 2)
	add(repro.TrialLost, 0)
	e.Trials[2].Outcome, e.Trials[2].Print, e.Trials[2].Why = repro.TrialUnresolved, "", "the training failed"
	add(repro.TrialBack, 1)
	for range 3 {
		add(repro.TrialLost, 0, 2)
		add(repro.TrialBack, 1)
		add(repro.TrialLost)
		add(repro.TrialBack, 0, 1, 2)
	}
	steps := []string{"1" + OriginalCommit[1:], "2" + OriginalCommit[1:], "3" + OriginalCommit[1:]}
	e.Bisect = &repro.Bisect{All: 64, Steps: steps, Back: steps[0], Lost: steps[1]}
	for i, outcome := range []repro.TrialOutcome{repro.TrialLost, repro.TrialBack} {
		trial := e.Trials[4]
		trial.Outcome, trial.Print = outcome, string(outcome)
		e.Bisect.Trials = append(e.Bisect.Trials, repro.CommitTrial{Step: steps[1-i], Trial: trial})
		e.Took.Made, e.Took.Took = e.Took.Made+1, e.Took.Took+12*time.Second
	}
	r.Experiment = e
	r.Causes = append([]repro.Cause{{Factor: repro.KindData, Name: "data/churn.parquet", Strength: repro.Established,
		Evidence: "restoring it brings the metrics back, and breaking it loses them", Experiment: []string{e.Trials[3].Run, e.Trials[4].Run}}}, r.Causes...)
	r.Diagnosis = "Caused by data/churn.parquet: restoring it alone brings the metrics back, breaking it alone loses them. It came with commit 2b2c3d4: as in 1b2c3d4 the metrics come back, as in 2b2c3d4 they drift."
	return r
}
