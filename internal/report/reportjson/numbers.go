package reportjson

import (
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file holds the metrics that were judged against those of the runs: a list that was
// judged is worth what the runs beside it have.

// numbersBearOut says which judged metric is not in the runs, has another value there, or
// is there and was not judged.
func numbersBearOut(r repro.Result) error {
	if r.Comparison.Early != nil {
		return nil // it judges points of curves, which no run has for its result
	}
	judged := map[string]bool{}
	for _, d := range r.Comparison.Deltas {
		if judged[d.Name] {
			return fmt.Errorf("it has metric %.80q twice", d.Name)
		}
		judged[d.Name] = true
	}
	// A map gives the metrics of a file other names: which, is for the comparison to say.
	mapped := len(r.Plan.Metrics.Map) > 0
	original := side{what: "original", runs: []repro.Run{r.Original}, named: !mapped || r.Original.From == ""}
	reproduction := side{what: "reproduction", runs: append([]repro.Run{r.Reproduction}, r.Repeats...), named: !mapped || r.Reproduction.From == ""}
	for _, d := range r.Comparison.Deltas {
		if d.State != repro.StateExtra {
			if err := original.has(d.Name, d.Original); err != nil {
				return err
			}
		}
		if slices.Contains(compared, d.State) {
			if err := reproduction.has(d.Name, d.Reproduced); err != nil {
				return err
			}
		}
	}
	if err := original.allIn(judged); err != nil {
		return err
	}
	return reproduction.allIn(judged)
}

// compared are the states of a metric that both sides have.
var compared = []repro.State{repro.StateIdentical, repro.StateWithin, repro.StateRounded, repro.StateNoise, repro.StateOutside, repro.StateUndecided, repro.StateExtra}

// A side is the original's run, or the reproduction's and its re-runs.
type side struct {
	what  string
	runs  []repro.Run
	named bool // its metrics have the names that were judged
}

// has says why no run of the side has a metric with this value.
func (s side) has(name string, value float64) error {
	if !s.named && len(s.runs[0].Metrics) > 0 {
		return nil
	}
	for _, run := range s.runs {
		if of, found := run.Metrics.Get(name); found && repro.SameNumber(of, value) {
			return nil
		}
	}
	return fmt.Errorf("it judges %.80q of the %s as %v, which its run does not have", name, s.what, value)
}

// allIn says which metric of the side's run was not judged at all.
func (s side) allIn(judged map[string]bool) error {
	for _, metric := range s.runs[0].Metrics {
		if s.named && !judged[metric.Name] {
			return fmt.Errorf("the %s's run has metric %.80q, and it says nothing of it", s.what, metric.Name)
		}
	}
	return nil
}
