package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// A Baseline is runs of the original's training that were made on purpose, to
// know how much a model varies from run to run. They count as originals, so
// nothing may have changed since the original that anybody recorded: a drift
// would hide in them for ever.
type Baseline struct {
	Result  repro.Result
	Counted int    // runs that count as originals from now on
	Reason  string // why none does
}

// MakeBaseline trains the original's commit with its params s.Repeats times,
// and tags each run as an original where all of them passed.
func (f *Flow) MakeBaseline(ctx context.Context, s settings.Settings) (Baseline, error) {
	switch {
	case f.Registry == nil:
		return Baseline{}, errors.New("baseline: a metadata file has no runs to add to; give a tracking server with --tracking-uri")
	case f.Registry.ReadOnly():
		return Baseline{}, errors.New("baseline: a local store is only read, and the runs could not be marked; serve it with mlflow server --backend-store-uri, and give its address with --tracking-uri")
	}
	s.CodeRef, s.Diagnose = "original", "compare"
	every := *f
	every.everyRepeat = true
	result, err := every.Reproduce(ctx, s)
	made := Baseline{Result: result, Reason: noBaseline(result)}
	if err != nil || made.Reason != "" {
		return made, err
	}
	for _, run := range append([]repro.Run{result.Reproduction}, result.Repeats...) {
		if err := f.Registry.SetRunTag(ctx, run.ID, repro.BaselineTag, result.Original.ID); err != nil {
			return made, fmt.Errorf("baseline: %d of %d runs count as originals: %w", made.Counted, s.Repeats, err)
		}
		made.Counted++
	}
	return made, nil
}

// mayDiffer are the kinds of input in which an original and its repeat differ by
// their nature: seeds, what the training works out, and how it was started. An
// override was written into the params file, and did arrive.
var mayDiffer = []string{repro.KindSeed, repro.KindDerived, repro.KindRun, repro.KindOverride}

// noBaseline says why a result's runs are no originals; "" where they are.
func noBaseline(r repro.Result) string {
	switch {
	case r.Verdict == repro.Drifted:
		return "the re-runs differ from the original"
	case r.Verdict != repro.Reproduced && r.Reason != repro.NoiseTooLarge:
		return "the re-runs could not be verified"
	case r.Reproduction.ID == "":
		return "the training logs no run that could be marked; log one with mlflow.start_run"
	case !lineage.RecordedCommit(r.Original).Known() || len(r.Original.Datasets) == 0:
		return "the original recorded no commit or no dataset, so its inputs may not be today's; log both when you train"
	}
	var changed []string
	for _, input := range r.Inputs {
		if input.State == repro.InputDiffers && !slices.Contains(mayDiffer, input.Kind) && input.Bearing != repro.BearingIdle && !slices.Contains(changed, input.Name) {
			changed = append(changed, input.Name)
		}
	}
	if len(changed) > 0 {
		return "these inputs have changed since the original: " + strings.Join(changed, ", ")
	}
	return ""
}

// without leaves out the records of checks that made a baseline: their runs
// would count twice.
func without(past []repro.Record, baseline []repro.Run) []repro.Record {
	return slices.DeleteFunc(slices.Clone(past), func(record repro.Record) bool {
		return slices.ContainsFunc(baseline, func(run repro.Run) bool { return run.ID == record.Run })
	})
}
