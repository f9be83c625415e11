package flow

import (
	"context"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// endedEarly is why a training was ended before its end.
type endedEarly struct {
	repro.Early
	delta repro.Delta // of the curve that left
	run   string      // that logged the curves
}

// collectEarly collects a training that was ended early: the run that logged the curves, and
// nothing else, as nothing else was done.
func (c *check) collectEarly(ctx context.Context) error {
	run, err := c.Registry.Run(ctx, c.early.run)
	if err != nil {
		return err
	}
	c.collected = collected{run: run, tracked: run, ids: []string{run.ID}, host: c.host()}
	c.collected.clones, c.collected.places = c.places()
	c.result.Reproduction = run
	c.result.Evidence = witnessEarly(c.result.Plan, c.result.Change, c.training, c.collected)
	early := c.early.Early
	c.result.Comparison = repro.Comparison{Early: &early}
	if early.Metric != "" {
		delta := c.early.delta
		delta.Name = fmt.Sprintf("%s at step %d", delta.Name, early.Step) // not the last value, nor one to be compared with those
		c.result.Comparison.Deltas = []repro.Delta{delta}
	}
	if _, failed := repro.FirstFailed(c.result.Evidence); failed {
		return errNotProven
	}
	c.result.Evidence = append(c.result.Evidence, c.checkOriginal(ctx)...)
	return nil
}

// witnessEarly is the evidence of a training that did not come to its end: that the curves
// are its own, of our commit and with our params. It proves no more, and nothing that is
// reproduced rests on it.
func witnessEarly(plan repro.Plan, change repro.Change, training train.Training, c collected) []repro.Gate {
	arrival := arrived(plan, change, training, c)
	gates := []repro.Gate{ended(training.Execution), another(plan, c), newMetrics(plan, training, c), code(change, training, c), arrival}
	for _, gate := range observed(training, c) {
		if gate.State == repro.GateFailed { // what was not done yet is no doubt
			gates = append(gates, gate)
		}
	}
	return gates
}

// endedGate says that the training was ended by us.
func endedGate(training string) repro.Gate {
	return repro.Gate{Name: evidence.PipelineEnded, State: repro.GateUnknown, Text: training + " was ended early: its curves told enough"}
}

// ofCurves is the comparison by the names of the metrics that have curves.
func (c *check) ofCurves() repro.Comparison {
	if c.early == nil || c.early.Metric == "" {
		return c.result.Comparison
	}
	return repro.Comparison{Deltas: []repro.Delta{c.early.delta}}
}
