package flow

import (
	"context"
	"slices"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/witness"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A metrics file that is new, and that nothing was seen to write, may hold old
// numbers that were copied there. Those would be the original's: numbers that are
// others tell of a drift without proof, and metrics that are missing are missing.

// allowDifferent takes the want of proof back where the numbers of a new metrics
// file, or of a run whose id was printed, are not the original's.
func (c *check) allowDifferent() {
	c.allowOlder()
	if c.collected.Run.From == "" && !c.collected.Printed || len(c.collected.Stood) > 0 || witness.RanInPart(c.training) || c.verdict(nil) == repro.Reproduced {
		return
	}
	failed := func(gate repro.Gate) bool { return gate.State == repro.GateFailed }
	at := slices.IndexFunc(c.result.Evidence, failed)
	if at < 0 || c.result.Evidence[at].Name != evidence.NumbersComputed || slices.ContainsFunc(c.result.Evidence[at+1:], failed) {
		return
	}
	c.collected.Different = true
	c.result.Evidence[at].State, c.result.Evidence[at].Reason = repro.GateUnknown, ""
	switch {
	case c.verdict(nil) != repro.Drifted:
	case c.collected.Run.From == "":
		c.warn("run " + c.collected.Run.ID + " may be one that the training looked up, so its numbers may be others than this training's; log with mlflow.start_run to be sure")
	default:
		c.warn("nothing was seen to write " + c.collected.Run.From + ", so its numbers may be others than this training's; log with mlflow.start_run to be sure")
	}
}

// allowOlder takes back the doubt about files that may be inputs or results of an earlier
// training, where the numbers are not the original's: data that changed do just that.
func (c *check) allowOlder() {
	var older *repro.Gate
	for i, gate := range c.result.Evidence {
		switch {
		case gate.State != repro.GateFailed || gate.Name == evidence.NumbersComputed:
		case gate.Name == evidence.InputsOlder:
			older = &c.result.Evidence[i]
		default:
			return
		}
	}
	if older == nil || c.verdict(nil) != repro.Drifted {
		return
	}
	c.collected.Older = *older
	c.warn(older.Text)
	c.result.Evidence = c.proven()
}

// holdDifferent ends a check that has no proof where repeats, or the spread of
// several originals, make a reproduction of what first was a drift.
func (c *check) holdDifferent(context.Context) error {
	older := c.collected.Older
	if !c.collected.Different && older.Name == "" || c.verdict(c.result.Evidence) != repro.Reproduced {
		return nil
	}
	if older.Name != "" {
		c.result.Evidence = append(c.result.Evidence, older)
	} else {
		at := slices.IndexFunc(c.result.Evidence, func(gate repro.Gate) bool { return gate.Name == evidence.NumbersComputed })
		c.result.Evidence[at].State, c.result.Evidence[at].Reason = repro.GateFailed, repro.NotProven
	}
	c.result.Comparison = repro.Comparison{}
	return errNotProven
}

func (c *check) verdict(gates []repro.Gate) repro.Verdict {
	verdict, _, _ := judge.Judge(gates, c.result.Comparison)
	return verdict
}
