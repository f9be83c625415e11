package flow

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/flow/histories"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

func inverted(names map[string]string) map[string]string {
	turned := make(map[string]string, len(names))
	for logged, name := range names {
		turned[name] = logged
	}
	return turned
}

// CompareRuns holds run b against run a: no training, so nothing that would
// witness one, and the verdict is about the numbers alone.
func (f *Flow) CompareRuns(ctx context.Context, s settings.Comparing, a, b repro.Run) (repro.Result, error) {
	result := repro.Result{Tool: f.Tool, CheckedAt: f.Now().UTC(), Original: a, Reproduction: b}
	result.Plan.Original, result.Plan.Metrics = a, s.Metrics
	policy := s.Metrics
	switch {
	case (a.From == "") == (b.From == ""):
		policy.Map = nil // both are runs, or both are files: they speak of the same names
	case a.From != "":
		policy.Map = inverted(policy.Map) // the original is the file
	}
	var err error
	if a.ID != "" && a.ID == b.ID {
		result.Evidence = []repro.Gate{{Name: "another run", State: repro.GateFailed, Reason: repro.SameRun, Text: "both are run " + a.ID + ": a run is always equal to itself"}}
	} else if a.From != "" && a.From == b.From {
		result.Evidence = []repro.Gate{{Name: "another run", State: repro.GateFailed, Reason: repro.SameRun, Text: "both are the file " + a.From + ": a file is always equal to itself"}}
	} else if result.Comparison, err = judge.Compare(a.Metrics, b.Metrics, policy); err != nil {
		return result, err
	}
	result.Evidence = append(result.Evidence, bothFinished(a, b)...)
	var doubts []string
	read := histories.New(f.Registry, a, b, policy, f.Begin, f.End)
	if f.Registry != nil && len(result.Comparison.Deltas) > 0 {
		result.Comparison, doubts = read.ResolveTies(ctx, result.Comparison)
	}
	if a.ID != "" {
		if result, err = f.yardstick(ctx, 0, result, policy); err != nil {
			return result, err
		}
		doubts = append(doubts, result.Warnings...)
	}
	result.Verdict, result.Reason, result.Detail = judge.Judge(result.Evidence, result.Comparison)
	result.Detail = judge.OfSecondRun(result.Detail)
	result.Warnings = append(doubts, result.Comparison.Warnings...)
	if s.Diagnose != "off" && a.ID != "" && b.ID != "" {
		if f.Registry != nil {
			var unread []string
			result.Comparison.Curves, unread = read.Curves(ctx, result.Comparison)
			result.Warnings = append(result.Warnings, unread...)
		}
		ledger := cause.NewLedger(f.Past, result)
		result.Earlier = ledger.Checks
		var whole func(context.Context, string) (fs.FS, string, error)
		if f.Project != nil {
			whole = f.Project.RepositoryFiles
		}
		result.Inputs, result.Causes, result.Diagnosis = lineage.CompareRuns(ctx, f.Registry, whole, ledger, a, b, result.Comparison)
	}
	return result, nil
}

// bothFinished is the evidence against runs whose numbers are not their last:
// one that failed or still runs may have stopped anywhere.
func bothFinished(a, b repro.Run) []repro.Gate {
	var gates []repro.Gate
	for _, side := range []struct {
		run    repro.Run
		reason repro.Reason
	}{{a, repro.OriginalNotFinished}, {b, repro.PipelineFailed}} {
		if side.run.From == "" && side.run.Status != repro.RunFinished {
			gates = append(gates, repro.Gate{Name: "run finished", State: repro.GateFailed, Reason: side.reason,
				Text: fmt.Sprintf("run %s is %s, so its metrics may not be its last; compare runs that finished", side.run.ID, cmp.Or(string(side.run.Status), "in no known state"))})
		}
	}
	return gates
}
