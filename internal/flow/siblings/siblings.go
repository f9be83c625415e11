package siblings

import (
	"context"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// OfBaseline are the runs that count as originals of a run. except is the run
// that is held against them.
func OfBaseline(ctx context.Context, registry *mlflow.Registry, original repro.Run, except string) ([]repro.Run, error) {
	if registry == nil || original.ID == "" || original.ExperimentID == "" {
		return nil, nil
	}
	runs, err := registry.FindRuns(ctx, mlflow.RunQuery{
		ExperimentIDs: []string{original.ExperimentID},
		Tags:          map[string]string{repro.BaselineTag: original.ID},
		Limit:         MaxSiblings,
	})
	return slices.DeleteFunc(runs, func(run repro.Run) bool { return run.ID == except || !TrainedAlike(original, run) }), err
}

// MaxSiblings is how many further originals are looked for.
const MaxSiblings = 100

// Of are runs of the same program with the same params, commit and data as
// the original: as many original values more, and each is worth several repeats. What is not
// recorded is not the same: without a recorded commit and data there are none.
// except is the run that is held against them.
func Of(ctx context.Context, registry *mlflow.Registry, original repro.Run, except string) ([]repro.Run, error) {
	commit := lineage.RecordedCommit(original)
	tag, isTag := strings.CutPrefix(commit.From, "tag ")
	if registry == nil || !commit.Known() || !isTag || len(original.Datasets) == 0 || original.ExperimentID == "" {
		return nil, nil
	}
	runs, err := registry.FindRuns(ctx, mlflow.RunQuery{
		ExperimentIDs: []string{original.ExperimentID},
		Tags:          map[string]string{tag: original.Tags[tag]},
		Limit:         MaxSiblings,
	})
	return slices.DeleteFunc(runs, func(run repro.Run) bool {
		return run.ID == except || !isSibling(original, run)
	}), err
}

// isSibling leaves out what reproductions made: they count where they were
// found to be one, or were made for a baseline.
func isSibling(original, run repro.Run) bool {
	return run.Tags[repro.IDTag] == "" && TrainedAlike(original, run) && MaybeSameProgram(original, run)
}

// TrainedAlike says whether another finished run logged the original's params,
// seeds apart, and its data.
func TrainedAlike(original, run repro.Run) bool {
	if run.ID == original.ID || run.Status != repro.RunFinished || run.Deleted || !params.AllEqual(original.Params, run.Params, repro.IsSeed) {
		return false
	}
	data := func(r repro.Run) []string {
		var digests []string
		for _, dataset := range r.Datasets {
			digests = append(digests, dataset.Name+" "+dataset.Digest+" "+dataset.Context)
		}
		slices.Sort(digests)
		return digests
	}
	return slices.Equal(data(original), data(run))
}

// Selection is how many runs the original was the best of: the trials of one
// search are children of one run. 1 where there was no search.
func Selection(ctx context.Context, registry *mlflow.Registry, original repro.Run) (int, error) {
	if registry == nil || original.ExperimentID == "" {
		return 1, nil
	}
	parent := original.Tags[lineage.MlflowParent]
	if parent == "" {
		parent = original.ID // a search logs its best on the parent itself
	}
	runs, err := registry.FindRuns(ctx, mlflow.RunQuery{
		ExperimentIDs: []string{original.ExperimentID},
		Tags:          map[string]string{lineage.MlflowParent: parent},
	})
	return max(1, len(runs)), err
}

// SampleOf is a run's metrics and its seed. Several seeds are one: they were
// set together.
func SampleOf(run repro.Run) judge.Sample {
	var seeds []string
	for _, seed := range lineage.Recorded(run).Seeds {
		if !strings.HasSuffix(seed.Value, "= None") {
			seeds = append(seeds, seed.Value)
		}
	}
	return judge.Sample{Metrics: run.Metrics, Seed: strings.Join(seeds, ", ")}
}
