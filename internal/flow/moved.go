package flow

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// holdMoved ends a check that would reproduce an original whose metrics are others than
// earlier checks read: somebody may have logged a drift's values to it. Of any other verdict
// it is told.
func (c *check) holdMoved(context.Context) error {
	original := c.result.Original
	var firsts judge.Firsts
	for _, record := range cause.NewLedger(c.Past, c.result).Records {
		firsts.Add(record)
	}
	reproduced := c.verdict(c.result.Evidence) == repro.Reproduced
	comparison, moved := firsts.MarkMoved(original.ID, c.result.Comparison)
	if original.From == "" {
		moved = append(moved, firsts.Gone(original, c.result.Plan.Metrics)...)
	}
	switch c.result.Comparison = comparison; {
	case len(moved) == 0:
		return nil
	case !reproduced:
		c.warn("the original has other metrics than when it was checked before: " + judge.MovedWords(moved))
		return nil
	}
	return repro.Doubtf(repro.OriginalChanged, "the metrics came back as the original has them now, and not as earlier checks read them: %s. "+
		"Log the earlier values to run %s again. Where the new ones are right, leave a metric out with NAME: ignore, or take the version's earlier checks out of the history",
		judge.MovedWords(moved), original.ID)
}
