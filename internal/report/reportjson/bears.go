package reportjson

import (
	"cmp"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file holds the verdict of a saved report against what it rests on. The file is
// anybody's: what is not there is as good as what says otherwise.

// borneOut says what of a verdict its own evidence, runs and metrics do not bear out.
func borneOut(r repro.Result) error {
	if err := experimentBearsOut(r); err != nil {
		return err
	}
	switch r.Verdict {
	case repro.Unverified:
		return nil
	case repro.Reproduced, repro.Drifted:
	default:
		return fmt.Errorf("verdict %.40q is none of %s, %s and %s", r.Verdict, repro.Reproduced, repro.Drifted, repro.Unverified)
	}
	verdict, reason, _ := judge.Judge(r.Evidence, r.Comparison)
	if verdict != r.Verdict || reason != r.Reason {
		return fmt.Errorf("its verdict is %s (%s), but its evidence and metrics give %s (%s); run the check again", r.Verdict, r.Reason, verdict, reason)
	}
	if err := runsBearOut(r); err != nil {
		return fmt.Errorf("%w; run the check again", err)
	}
	if r.Verdict == repro.Reproduced && !r.Compared() {
		if err := evidence.BearsOut(r.Evidence, r.Reproduction); err != nil {
			return fmt.Errorf("%w; run the check again", err)
		}
	}
	if m := r.Comparison.Model; m != nil && !judge.ModelBearsOut(*m) {
		return fmt.Errorf("it says that the models are %s, but %d of %d predictions differ; run the check again", m.State, m.Different, m.Values)
	}
	for _, d := range r.Comparison.Deltas {
		if !judge.BearsOut(d.State, d.Tolerance, d.Original, d.Reproduced) {
			return fmt.Errorf("it says that metric %.80q is %s, but its two values and its tolerance say otherwise; run the check again", d.Name, d.State)
		}
		if d.State == repro.StateNoise && !noiseBearsOut(r, d) {
			return fmt.Errorf("it says that metric %.80q is within noise, but its re-runs and their spread do not; run the check again", d.Name)
		}
	}
	if err := numbersBearOut(r); err != nil {
		return fmt.Errorf("%w; run the check again", err)
	}
	return nil
}

// runsBearOut says why the two runs cannot be an original and a reproduction of it.
func runsBearOut(r repro.Result) error {
	a, b := r.Original, r.Reproduction
	switch {
	case a.ID != "" && a.ID == b.ID:
		return fmt.Errorf("the original and the reproduction are both run %.80q, and a run is always equal to itself", a.ID)
	case a.ID == "" && b.ID == "" && a.From != "" && a.From == b.From && r.Compared():
		return fmt.Errorf("the original and the reproduction are both the file %.80q, which is always equal to itself", a.From)
	case b.ID == "" && b.From == "":
		return fmt.Errorf("it names neither a run nor a metrics file of the reproduction")
	case a.ID != "" && r.Plan.Model.RunID != "" && a.ID != r.Plan.Model.RunID && !r.Compared():
		return fmt.Errorf("the model version was made by run %.80q, and the original is run %.80q", r.Plan.Model.RunID, a.ID)
	case r.Verdict == repro.Reproduced && r.Execution.Status != "" && r.Execution.Status != repro.ExecSucceeded:
		return fmt.Errorf("it says that the training ended as %.40s", r.Execution.Status)
	}
	for _, run := range []repro.Run{a, b} {
		if run.ID == b.ID && r.Comparison.Early != nil {
			continue // it was ended, and is judged by its curves
		}
		if run.Status != repro.RunFinished && (run.Status != "" || run.ID != "" && run.From == "") {
			return fmt.Errorf("run %.80q is %.40s, so its metrics may not be its last", run.ID, cmp.Or(string(run.Status), "in no known state"))
		}
	}
	return nil
}

// noiseBearsOut holds a metric that is within noise against the re-runs that the report
// has. Names of a metrics file that are mapped are not looked up.
func noiseBearsOut(r repro.Result, d repro.Delta) bool {
	if d.Noise == nil || d.Noise.Repeats != 1+len(r.Repeats) {
		return false
	}
	if r.Reproduction.From != "" && len(r.Plan.Metrics.Map) > 0 {
		return judge.NoiseBearsOut(d, nil)
	}
	var values []float64
	for _, run := range append([]repro.Run{r.Reproduction}, r.Repeats...) {
		value, found := run.Metrics.Get(d.Name)
		if !found {
			return false
		}
		values = append(values, value)
	}
	return judge.NoiseBearsOut(d, values)
}
