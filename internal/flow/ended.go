package flow

import (
	"context"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/flow/witness"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// EndedEarly is why a training was ended before its end.
type EndedEarly struct {
	repro.Early
	Delta repro.Delta // of the curve that left
	Run   string      // that logged the curves

	collect func(*check, context.Context) error
}

// Ended is a training that is ended early, by a run that logged its curves. The program for a
// container ends none, and is linked without what collects one.
func Ended(early repro.Early, delta repro.Delta, run string) *EndedEarly {
	return &EndedEarly{Early: early, Delta: delta, Run: run, collect: (*check).collectEarly}
}

// collectEarly collects a training that was ended early: the run that logged the curves, and
// nothing else, as nothing else was done.
func (c *check) collectEarly(ctx context.Context) error {
	run, err := c.Registry.Run(ctx, c.early.Run)
	if err != nil {
		return err
	}
	c.collected = collect.Collected{Run: run, Tracked: run, IDs: []string{run.ID}, Host: c.collector().Host()}
	c.collected.Clones, c.collected.Places = c.collector().Places()
	c.result.Reproduction = run
	c.result.Evidence = witness.Early(c.result.Plan, c.result.Change, c.training, c.collected)
	early := c.early.Early
	c.result.Comparison = repro.Comparison{Early: &early}
	if early.Metric != "" {
		delta := c.early.Delta
		delta.Name = fmt.Sprintf("%s at step %d", delta.Name, early.Step) // not the last value, nor one to be compared with those
		c.result.Comparison.Deltas = []repro.Delta{delta}
	}
	if c.Begins != nil { // of a trial that restores the software this is what was restored
		c.result.Evidence = append(c.result.Evidence, c.checkSoftware(ctx)...)
	}
	if _, failed := repro.FirstFailed(c.result.Evidence); failed {
		return errNotProven
	}
	c.result.Evidence = append(c.result.Evidence, c.checkOriginal(ctx)...)
	return nil
}

// ofCurves is the comparison by the names of the metrics that have curves.
func (c *check) ofCurves() repro.Comparison {
	if c.early == nil || c.early.Metric == "" {
		return c.result.Comparison
	}
	return repro.Comparison{Deltas: []repro.Delta{c.early.Delta}}
}
