package flow

import (
	"context"
	"strings"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/witness"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// suspect makes one challenge where a run is proof, and where the training was seen to
// read no data and to make no model: it may have taken its numbers from a run of before.
// A challenge that does more than the judged training shows that; else the proof stays.
func (c *check) suspect(ctx context.Context) error {
	if c.settings.Challenge != settings.ChallengeAuto || c.collected.Run.ID == "" || witness.ModelMade(c.training, c.collected) ||
		c.training.Observed == nil || !c.training.Observed(c.collected.Files, c.collected.Run.ID).NoData || c.verdict(c.result.Evidence) != repro.Reproduced {
		return nil
	}
	inputs := challenge.Inputs(c.result.Plan.Params, "", false)
	if len(inputs) == 0 || c.noChallenge(ctx, false) != "" {
		return nil
	}
	used := c.usedValues(ctx)
	input := inputs[0].Unused(func(value string) bool { return used(inputs[0].Name, value) })
	var made movements
	if err := c.challengeWith(ctx, input, 1, &made); err != nil || !made.less {
		return err
	}
	c.result.Evidence = append(c.result.Evidence, repro.Gate{Name: evidence.RunMet, State: repro.GateFailed, Reason: repro.NotProven,
		Text: "the training read no data and made no model, and " + strings.Join(made.doubts, "; ") + ". Let the command train whatever runs there are"})
	c.result.Comparison = repro.Comparison{}
	return errNotProven
}
