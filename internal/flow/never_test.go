package flow

import (
	"math"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/longtest"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// Leftovers are what one training can leave behind, good and bad, from a closed
// list of each. The words are those of the list.
type leftovers struct {
	status   repro.ExecutionStatus
	pipeline string // none, ran, silent, skipped
	run      string // none, new, evaluated, old, running, failed, original, foreign
	file     string // none, stale, standing, fresh, written: fresh and written are new, and only the last was seen to be written by the commit's code
	claim    string // nothing, original: the metadata file that the training left
	params   string // arrived, lost, other, rewritten
	metrics  string // equal, other, missing, nan
	source   string // auto, mlflow, file: --metrics-source
	code     string // ours, other: what the new run says of the code that made it
}

var choices = struct {
	status                                                    []repro.ExecutionStatus
	pipeline, run, file, claim, params, metrics, source, code []string
}{
	status:   []repro.ExecutionStatus{repro.ExecSucceeded, repro.ExecFailed, repro.ExecTimedOut, repro.ExecCancelled, repro.ExecNotStarted},
	pipeline: []string{"none", "ran", "silent", "skipped"},
	run:      []string{"none", "new", "evaluated", "old", "running", "failed", "original", "foreign"},
	file:     []string{"none", "stale", "standing", "fresh", "written"},
	claim:    []string{"nothing", "original"},
	params:   []string{"arrived", "lost", "other", "rewritten"},
	metrics:  []string{"equal", "other", "missing", "nan"},
	source:   []string{"auto", "mlflow", "file"},
	code:     []string{"ours", "other"},
}

// fine is the specification, written without a look at the gates: the training
// ended well and nothing of it was skipped; nobody says that the model is the
// old one; the params were not replaced; and the numbers are equal, either in a
// finished run of this training that logged the params, an evaluation's only after
// a stage that trains; or, where there is no such run or the file is asked for, in
// a file that its code was seen to write, with proof that a declared pipeline ran and
// no run that says otherwise. Other numbers need the run of the original's program.
func (l leftovers) fine() bool {
	if l.status != repro.ExecSucceeded || l.pipeline == "skipped" || l.claim == "original" || l.params == "rewritten" || l.metrics != "equal" {
		return false
	}
	silent := l.pipeline == "silent"
	untracked := l.run == "none" || l.run == "foreign"
	if l.code == "other" && !untracked {
		return false
	}
	logged := l.params == "arrived" && (l.run == "new" || l.run == "evaluated" && l.pipeline == "ran")
	written := l.file == "written" && !silent
	switch l.source {
	case "mlflow":
		return logged
	case "file":
		ours := l.run == "new" && l.params == "arrived"
		other := (l.run == "new" || l.run == "evaluated") && (l.params == "lost" || l.params == "arrived")
		return (l.file == "standing" || l.file == "fresh" || l.file == "written") && ours || written && (untracked || other)
	default:
		return logged || written && untracked
	}
}

// leave makes the training of plan leave them, and puts its run on the shelf.
func (l leftovers) leave(plan repro.Plan, s *flowtest.Store) train.Training {
	values := map[string]map[string]float64{
		"equal":   {"accuracy": 0.9777777777777777, "loss": 0.125},
		"other":   {"accuracy": 0.9777777777777777, "loss": 0.25},
		"missing": {"accuracy": 0.9777777777777777},
		"nan":     {"accuracy": 0.9777777777777777, "loss": math.NaN()},
	}[l.metrics]
	text := map[string]string{
		"equal":   `{"accuracy": 0.9777777777777777, "loss": 0.125}`,
		"other":   `{"accuracy": 0.9777777777777777, "loss": 0.25}`,
		"missing": `{"accuracy": 0.9777777777777777}`,
		"nan":     `{"accuracy": 0.9777777777777777, "loss": NaN}`,
	}[l.metrics]

	run := rerunOf(plan, 7, values)
	run.Tags["mlflow.source.name"] = "src/train.py"
	switch l.run {
	case "evaluated": // by a program that trains nothing
		run.Tags["mlflow.source.name"] = "src/evaluate.py"
	case "old": // somebody's, which the training went on with, so that our id is on it now
		run.Started = flowtest.Today.Add(-time.Hour)
	case "running":
		run.Status = repro.RunRunning
	case "failed":
		run.Status = repro.RunFailed
	case "original": // the training went on with it, and our id is on it now
		run.ID = flowtest.OriginalID
	case "foreign": // somebody else's, with the right numbers
		run.Tags = map[string]string{repro.IDTag: "another attempt"}
	}
	commit := map[string]string{"ours": flowtest.Tip, "other": flowtest.Base}[l.code]
	run.Tags[lineage.MlflowCommit] = commit
	switch l.params {
	case "lost":
		run.Params = nil
	case "other":
		run.Params = repro.NewParams(map[string]string{"epochs": "10", "lr": "0.5"})
	}
	if l.run == "original" {
		s.Logged[0] = run
	} else if l.run != "none" {
		s.Logged = append(s.Logged, run)
	}

	training := flowtest.Succeeded()
	training.Execution.Status = l.status
	training.Callers = flowtest.Pipeline.Callers
	training.OtherCode = func(_ repro.Run, commit string) string {
		if commit == flowtest.Base {
			return "it recorded another commit"
		}
		return ""
	}
	files, wrote := fstest.MapFS{}, map[string]bool{}
	switch l.pipeline {
	case "ran":
		training.Stages, training.Execution.Executed = []string{"train"}, []string{"train"}
	case "silent":
		training.Stages = []string{"train"}
	case "skipped":
		training.Stages, training.Execution.Skipped = []string{"train"}, []string{"train"}
	}
	if l.file != "none" {
		files["metrics/metrics.json"] = &fstest.MapFile{Data: []byte(text)}
		wrote["metrics/metrics.json"] = l.file != "stale"
		if l.file == "standing" {
			training.Earlier = func(string) []train.EarlierContent {
				return []train.EarlierContent{{Where: "the commit", Data: []byte(text)}}
			}
		}
	}
	if l.file == "written" {
		training.Observed = func(files []string, _ string) observe.Finding {
			return observe.Finding{Wrote: files, WroteAll: len(files) > 0, Lacks: []string{"no data was seen to be read"}}
		}
	}
	if l.claim == "original" {
		files[mlflow.MetadataFile] = &fstest.MapFile{Data: []byte(`{"run_id": "` + flowtest.OriginalID + `"}`)}
		wrote[mlflow.MetadataFile] = true
	}
	if l.params == "rewritten" {
		training.Rewrote = []string{"params.yaml"}
	}
	training.Files, training.Wrote = files, func(path string) bool { return wrote[path] }
	return training
}

// combinations calls each with every combination of the lists. Of a training
// that did not end well not everything is varied.
func combinations(each func(leftovers)) {
	for _, status := range choices.status {
		for _, pipeline := range choices.pipeline {
			for _, run := range choices.run {
				for _, file := range choices.file {
					for _, claim := range choices.claim {
						for _, params := range choices.params {
							for _, metrics := range choices.metrics {
								for _, source := range choices.source {
									ended := status == repro.ExecSucceeded
									for _, code := range choices.code {
										if ended || pipeline == "none" && params == "arrived" && source == "auto" && code == "ours" {
											each(leftovers{status, pipeline, run, file, claim, params, metrics, source, code})
										}
									}
								}
							}
						}
					}
				}
			}
		}
	}
}

// TestNeverAWrongReproduced takes every combination of the lists through a
// whole reproduction, or, where time is short, one in seven, which has each word of a
// list with each of another. Reproduced are those that are fine, and no other.
func TestNeverAWrongReproduced(t *testing.T) {
	t.Parallel()
	tried, reproduced := 0, 0
	all, step := 0, longtest.Of(1, 7)
	combinations(func(l leftovers) {
		if all++; all%step != 0 {
			return
		}
		f, d, s := newBench()
		s.Logged[0] = flowtest.WithProgram("src/train.py")
		d.train = func(_ int, plan repro.Plan) train.Training { return l.leave(plan, s) }
		result, err := f.Reproduce(t.Context(), withoutChallenge(t, map[string]string{"metrics-source": l.source}))
		if err != nil {
			t.Fatalf("%+v: %v", l, err)
		}
		tried++
		if result.Verdict == repro.Reproduced {
			reproduced++
		}
		if got := result.Verdict == repro.Reproduced; got != l.fine() {
			t.Errorf("%+v: %s, %s: %s", l, result.Verdict, result.Reason, result.Detail)
		}
		if _, failed := repro.FirstFailed(result.Evidence); failed && len(result.Comparison.Deltas) > 0 {
			t.Errorf("%+v: numbers were compared behind a failed gate", l)
		}
		if l.status != repro.ExecSucceeded && result.Verdict != repro.Unverified {
			t.Errorf("%+v: %s of a training that did not end well", l, result.Verdict)
		}
	})
	if all != 2*4*2304*5/3+4*192*5/3 || tried != all/step || reproduced == 0 {
		t.Errorf("%d combinations tried, %d of them reproduced", tried, reproduced)
	}
	t.Logf("%d combinations, %d of them reproduced", tried, reproduced)
}
