package flow

import (
	"context"
	"errors"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/flow/histories"
	"github.com/reproduce-action/reproduce/internal/flow/siblings"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/judge/early"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Begins is by which first points of its curves a trial of a search is ended: it costs them,
// and no training.
type Begins struct {
	Curves    []early.Fingerprint
	Ends      []early.Side // on which sides; on another it goes on
	AsDrifted bool         // and on the lost side only as the check itself
}

// Fingerprints are the curves by which a drift is told from its original before a training
// ends. None is an answer too; why says what it means.
func (f *Flow) Fingerprints(ctx context.Context, drift repro.Result) (found []early.Fingerprint, why string, err error) {
	a, b, policy := drift.Original, drift.Reproduction, drift.Plan.Metrics
	switch {
	case f.Registry == nil || a.ID == "" || b.ID == "" || a.From != "" || b.From != "":
		return nil, "both trainings need a run on a tracking server", nil
	case len(drift.Repeats) > 0:
		return nil, "the check trained several times, to measure its noise", nil
	case drift.Comparison.Early != nil:
		return nil, "the check did not come to its end", nil
	}
	if other, err := f.endedOtherwise(ctx, drift); err != nil || other != "" {
		return nil, other, err
	}
	curves := 0
	for _, delta := range drift.Comparison.In(repro.StateOutside) {
		if curves == histories.MaxCurves || !histories.HasHistory(a, delta.Name) || !histories.HasHistory(b, delta.Name) || !histories.IsCurve(a, delta.Name) {
			continue
		}
		curves++
		original, errA := histories.Read(ctx, f.Registry, a.ID, delta.Name)
		drifted, errB := histories.Read(ctx, f.Registry, b.ID, delta.Name)
		if err := errors.Join(errA, errB); err != nil {
			return nil, "", fmt.Errorf("read the curves of %s: %w", delta.Name, err)
		}
		if curve, tells := early.NewFingerprint(policy, delta.Name, original, drifted); tells {
			found = append(found, curve)
		}
	}
	switch {
	case curves == 0:
		return nil, "no metric that drifted is a curve", nil
	case len(found) == 0:
		return nil, "no curve leaves that of the original far enough before its end", nil
	}
	return found, "", nil
}

// endedOtherwise says which other run of the original's training, on its data and with its
// seeds, has other metrics: such a training varies, and no beginning tells its end.
func (f *Flow) endedOtherwise(ctx context.Context, drift repro.Result) (string, error) {
	again, err := siblings.FindAgain(ctx, f.Registry, drift.Original)
	if err != nil {
		return "", fmt.Errorf("look for other runs of the original's training: %w", err)
	}
	for _, run := range again.SameData {
		if run.ID == drift.Reproduction.ID {
			continue
		}
		for _, delta := range drift.Comparison.Judged() {
			if _, logged := run.Metrics.Get(delta.Name); logged && !siblings.EndsAs(drift.Original, run, delta.Name) {
				return fmt.Sprintf("run %s is of the original's commit, params and seeds, and ended with another %s", gitformat.ShortID(run.ID), delta.Name), nil
			}
		}
	}
	return "", nil
}

// CurvePrint is a digest of one whole curve of a run.
func (f *Flow) CurvePrint(ctx context.Context, run repro.Run, metric string) (string, error) {
	if f.Registry == nil || run.ID == "" || run.From != "" {
		return "", fmt.Errorf("read the curve of %s: the run is not on a tracking server", metric)
	}
	points, err := histories.Read(ctx, f.Registry, run.ID, metric)
	if err != nil {
		return "", fmt.Errorf("read the curve of %s: %w", metric, err)
	}
	ordered, ok := early.ByStep(points)
	if !ok {
		return "", fmt.Errorf("read the curve of %s: it is not one number a step", metric)
	}
	return early.PrintOf(ordered), nil
}
