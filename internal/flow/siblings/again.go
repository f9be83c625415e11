package siblings

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Again are other runs of an original's training: whether they end as it does tells whether
// the training is deterministic.
type Again struct {
	All      []repro.Run // with its commit, params and seeds, on whatever data
	SameData []repro.Run // of them, those that recorded its data
}

// FindAgain finds them. Reproductions are none, but for those of a baseline.
func FindAgain(ctx context.Context, registry *mlflow.Registry, original repro.Run) (Again, error) {
	commit := lineage.RecordedCommit(original)
	tag, isTag := strings.CutPrefix(commit.From, "tag ")
	if !commit.Known() || !isTag || original.ExperimentID == "" {
		return Again{}, nil
	}
	runs, err := registry.FindRuns(ctx, mlflow.RunQuery{ExperimentIDs: []string{original.ExperimentID}, Tags: map[string]string{tag: original.Tags[tag]}, Limit: MaxSiblings})
	if err != nil || len(runs) == MaxSiblings { // of more it is not known whether all agree
		return Again{}, err
	}
	baseline, err := OfBaseline(ctx, registry, original, original.ID)
	if err != nil {
		return Again{}, err
	}
	var found Again
	seed := SampleOf(original).Seed
	for _, run := range append(runs, baseline...) {
		ofBaseline := run.Tags[repro.BaselineTag] == original.ID
		again := slices.ContainsFunc(found.All, func(other repro.Run) bool { return other.ID == run.ID })
		if again || run.ID == original.ID || run.Status != repro.RunFinished || run.Deleted || run.Tags[repro.IDTag] != "" && !ofBaseline ||
			!params.AllEqual(original.Params, run.Params, nil) || SampleOf(run).Seed != seed || !ofBaseline && !MaybeSameProgram(original, run) {
			continue
		}
		found.All = append(found.All, run)
		if TrainedAlike(original, run) {
			found.SameData = append(found.SameData, run)
		}
	}
	return found, nil
}

// EndsAs says whether a run ends with the original's value of a metric, to the last bit.
func EndsAs(original, run repro.Run, name string) bool {
	last, ok := latest(original, name)
	other, okB := latest(run, name)
	return ok && okB && other.Step == last.Step && math.Float64bits(other.Value) == math.Float64bits(last.Value)
}

// latest is a run's latest value of a metric.
func latest(run repro.Run, name string) (repro.Metric, bool) {
	at := slices.IndexFunc(run.Metrics, func(metric repro.Metric) bool { return metric.Name == name })
	if at < 0 {
		return repro.Metric{}, false
	}
	return run.Metrics[at], true
}
