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

// maxSuspected bounds the challenges that are made where nothing else asks for one.
const maxSuspected = 2

// speakAgainst says whether challenges of some inputs speak against a training that has
// proof: it did less than one of them, or all were made and left a loss and all else as it
// was. An accuracy of few rows may stay whatever is trained.
func (m movements) speakAgainst(inputs int) bool {
	return m.less || m.stayed == inputs && len(m.needed) > 0
}

// suspect makes a challenge where a run is proof, and where the training was seen to read
// no data and to make no model: it may have taken its numbers from a run of before, or
// logged those of its own text. A challenge that does more than the judged training shows
// that, and so do two that leave a loss and all else as it was; else the proof stays.
func (c *check) suspect(ctx context.Context) error {
	if c.settings.Challenge != settings.ChallengeAuto || c.collected.Run.ID == "" || witness.ModelMade(c.training, c.collected) ||
		c.training.Observed == nil || !c.training.Observed(c.collected.Files, c.collected.Run.ID).NoData || c.verdict(c.result.Evidence) != repro.Reproduced {
		return nil
	}
	inputs := challenge.Inputs(c.result.Plan.Params, "", false)
	if len(inputs) == 0 || c.noChallenge(ctx, false) != "" {
		return nil
	}
	inputs = inputs[:min(len(inputs), maxSuspected)]
	used := c.usedValues(ctx)
	made := movements{needed: challenge.Needed(c.result.Comparison)}
	for i, input := range inputs {
		input = input.Unused(func(value string) bool { return used(input.Name, value) })
		if err := c.challengeWith(ctx, input, i+1, &made); err != nil {
			return err
		}
		if made.less || made.stayed <= i { // it did more, moved something, or could not be made
			break
		}
	}
	if !made.speakAgainst(len(inputs)) {
		return nil
	}
	c.result.Evidence = append(c.result.Evidence, repro.Gate{Name: evidence.RunMet, State: repro.GateFailed, Reason: repro.NotProven,
		Text: "the training read no data and made no model, and " + strings.Join(made.doubts, "; ") + ". Let the command train whatever runs there are, and fail when a step of it fails; or name a param that matters with --challenge PARAM"})
	c.result.Comparison = repro.Comparison{}
	return errNotProven
}
