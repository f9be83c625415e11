package collect

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// choose picks the run that is the original's counterpart among those that one
// training left: folds, seeds, trials, a baseline, a first attempt. A run is
// taken only where no other fits the original better in anything; several that
// are left must agree in every metric that is judged. Else it is a Doubt that
// lists them, as the first one at hand is right by luck alone.
func (f Collector) choose(ctx context.Context, plan repro.Plan, change repro.Change, runs []repro.Run, c *Collected) (repro.Run, error) {
	if len(runs) == maxRuns {
		return repro.Run{}, repro.Doubtf(repro.AmbiguousRun, "choose among the training's runs: %d or more %s, which is too many to read; let the command train only the original's model", maxRuns, c.Known())
	}
	all := len(runs)
	runs, err := askedFor(plan, runs)
	if err != nil {
		return repro.Run{}, err
	}
	likenesses := make([]likeness, len(runs))
	for i, run := range runs {
		likenesses[i] = c.likenessOf(plan, change, run)
	}
	best := unsurpassed(runs, likenesses)
	if len(best) > 1 && !agreed(plan, best) {
		best = f.registered(ctx, plan, best)
	}
	if len(best) > 1 && !agreed(plan, best) {
		best = f.inPlace(ctx, plan, runs, best)
	}
	if len(best) > 1 && !agreed(plan, best) {
		return best[0], repro.Doubtf(repro.AmbiguousRun, "%s", ambiguity(plan, best))
	}
	chosen := order.Sorted(best, func(a, b repro.Run) int {
		return cmp.Or(truth(a.Status != repro.RunFinished)-truth(b.Status != repro.RunFinished), earliest(a, b))
	})[0]
	switch {
	case len(best) > 1:
		c.Warnings = append(c.Warnings, fmt.Sprintf("%d tracking runs %s; %d of them match the original equally well and have equal metrics; the run compared is %s", all, c.Known(), len(best), chosen.ID))
	case len(runs) > 1:
		c.Warnings = append(c.Warnings, fmt.Sprintf("%d tracking runs %s; the run compared is %s, which matches the original best", all, c.Known(), chosen.ID))
	case all > 1:
		c.Warnings = append(c.Warnings, fmt.Sprintf("%d tracking runs %s; the run compared is %s, which was asked for", all, c.Known(), chosen.ID))
	case !c.Untagged && plan.Asked.Name == "" && len(plan.Asked.Tags) == 0 && chosen.Tags[lineage.MlflowParent] != "" && plan.Original.ID != "" && plan.Original.From == "" && plan.Original.Tags[lineage.MlflowParent] == "":
		return chosen, repro.Doubtf(repro.AmbiguousRun, "the only run that carries this reproduction's id, %s, is nested in run %s, which does not carry it. The original was not nested, so this may be only a part of the training. Let the command start its own run with mlflow.start_run", gitformat.Short(chosen.ID), gitformat.Short(chosen.Tags[lineage.MlflowParent]))
	}
	return chosen, nil
}

// maxRuns is how many runs of one training are read: as many as one search gives.
const maxRuns = 1000

func earliest(a, b repro.Run) int {
	return cmp.Or(a.Started.Compare(b.Started), cmp.Compare(a.ID, b.ID))
}

// agreed says whether runs have the same value of every metric that is judged:
// then it does not matter which one is compared.
func agreed(plan repro.Plan, runs []repro.Run) bool { return len(disputed(plan, runs)) == 0 }

// disputed are the judged metrics in which runs differ.
func disputed(plan repro.Plan, runs []repro.Run) []string {
	var names []string
	first, err := Compare(plan, Collected{Run: runs[0]})
	if err != nil {
		return nil // whichever it is, the comparison will say so
	}
	for _, delta := range first.Judged() {
		value, logged := runs[0].Metrics.Get(delta.Name)
		for _, run := range runs[1:] {
			other, also := run.Metrics.Get(delta.Name)
			if logged != also || value != other && !(math.IsNaN(value) && math.IsNaN(other)) {
				names = append(names, delta.Name)
				break
			}
		}
	}
	return names
}

// registered keeps the one run that made a version of the original's model, if
// it is one: whoever registers one model of several means that one.
func (f Collector) registered(ctx context.Context, plan repro.Plan, runs []repro.Run) []repro.Run {
	if f.Registry == nil || plan.Model.Version == "" || plan.Model.RunFrom != repro.RunFromVersion {
		return runs
	}
	versions, err := f.Registry.ModelVersions(ctx, plan.Model.Name)
	if err != nil {
		return runs // it settles nothing
	}
	kept := slices.DeleteFunc(slices.Clone(runs), func(run repro.Run) bool {
		return !slices.ContainsFunc(versions, func(v repro.ModelVersion) bool { return v.RunID == run.ID })
	})
	if len(kept) != 1 {
		return runs
	}
	return kept
}

// inPlace keeps the run that stands among its siblings where the original stood
// among its own, where both were as many, nested in one run, and one was over
// before the next began: a loop makes its runs in its own order.
func (f Collector) inPlace(ctx context.Context, plan repro.Plan, runs, best []repro.Run) []repro.Run {
	original := plan.Original
	parent := original.Tags[lineage.MlflowParent]
	if f.Registry == nil || parent == "" || original.ExperimentID == "" {
		return best
	}
	before, err := f.Registry.FindRuns(ctx, mlflow.RunQuery{ExperimentIDs: []string{original.ExperimentID}, Tags: map[string]string{lineage.MlflowParent: parent}, Limit: maxRuns})
	if err != nil {
		return best
	}
	now := best[0].Tags[lineage.MlflowParent]
	siblings := slices.DeleteFunc(slices.Clone(runs), func(run repro.Run) bool { return run.Tags[lineage.MlflowParent] != now })
	at := slices.IndexFunc(ordered(before), func(run repro.Run) bool { return run.ID == original.ID })
	if after := ordered(siblings); at >= 0 && len(before) < maxRuns && len(after) == len(before) {
		there := slices.DeleteFunc(slices.Clone(best), func(run repro.Run) bool { return run.ID != after[at].ID })
		if len(there) == 1 {
			return there
		}
	}
	return best
}

// ordered puts runs in the order in which they were made; nil where they
// overlap, and so have none.
func ordered(runs []repro.Run) []repro.Run {
	runs = order.Sorted(runs, earliest)
	for i := 1; i < len(runs); i++ {
		if runs[i-1].Ended.IsZero() || runs[i].Started.Before(runs[i-1].Ended) {
			return nil
		}
	}
	return runs
}

// ambiguity lists runs that fit alike, with what tells them apart.
func ambiguity(plan repro.Plan, runs []repro.Run) string {
	metrics := disputed(plan, runs)
	const most = 5
	var lines []string
	for _, run := range runs[:min(most, len(runs))] {
		lines = append(lines, described(plan, run, runs, metrics))
	}
	if len(runs) > most {
		lines = append(lines, fmt.Sprintf("and %d more", len(runs)-most))
	}
	return fmt.Sprintf("%d runs of this training match the original equally well and differ in %s, so which one to compare is not known: %s. %s",
		len(runs), wording.List(metrics), strings.Join(lines, "; "), apartBy(runs))
}

// described is one run by id and name, with its status, params and metrics as
// far as they are not those of all.
func described(plan repro.Plan, run repro.Run, runs []repro.Run, metrics []string) string {
	var facts []string
	if run.Status != repro.RunFinished {
		facts = append(facts, brief(string(run.Status)))
	}
	for _, param := range run.Params {
		differs := slices.ContainsFunc(runs, func(other repro.Run) bool {
			value, logged := other.Params.Get(param.Name)
			return !logged || !params.Equal(param.Value, value)
		})
		if hidden := slices.ContainsFunc(plan.Params, func(e repro.ParamEdit) bool { return e.Name == param.Name && e.Logged == params.NotShown }); differs && !hidden {
			facts = append(facts, brief(param.Name)+" "+brief(param.Value))
		}
	}
	facts = facts[:min(3, len(facts))]
	for _, name := range metrics[:min(2, len(metrics))] {
		if value, logged := run.Metrics.Get(name); logged {
			facts = append(facts, fmt.Sprintf("%s %v", brief(name), value))
		} else {
			facts = append(facts, "no "+brief(name))
		}
	}
	return strings.TrimSpace(gitformat.Short(run.ID)+" "+brief(run.Name)) + " (" + strings.Join(facts, ", ") + ")"
}

// brief is a text from a tracking server on one line of bounded length.
func brief(text string) string { return printable.OneLine(text, 60) }
