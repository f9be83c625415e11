package flow

import (
	"context"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/flow/histories"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// holdMoved ends a check that would reproduce an original whose metrics are others than
// earlier checks read, or than it had when it ended: somebody may have logged a drift's
// values to it. Of any other verdict it is told.
func (c *check) holdMoved(ctx context.Context) error {
	original := c.result.Original
	var firsts judge.Firsts
	for _, record := range cause.NewLedger(c.Past, c.result).Records {
		firsts.Add(record)
	}
	reproduced := c.verdict(c.result.Evidence) == repro.Reproduced
	if reproduced {
		firsts.Add(c.atItsEnd(ctx))
	}
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
	return repro.Doubtf(repro.OriginalChanged, "the metrics came back as the original has them now, and not as it had them: %s. "+
		"Log the earlier values to run %s again. Where the new ones are right, leave a metric out with NAME: ignore, or take the version's earlier checks out of the history",
		judge.MovedWords(moved), original.ID)
}

// afterEnd is how long after a run's end a metric counts as one of the run: clocks differ.
const afterEnd = time.Hour

// atItsEnd are the values that the original had when it ended, of metrics that were logged
// again since. A training that logs so itself, as it did now, is left in peace.
func (c *check) atItsEnd(ctx context.Context) repro.Record {
	original, now := c.result.Original, c.result.Reproduction
	end := repro.Record{Past: repro.Past{At: original.Ended}, Original: original.ID}
	if c.Registry == nil || original.From != "" || original.Ended.IsZero() || c.collected.OwnStore {
		return end
	}
	for _, m := range original.Metrics {
		if !late(m, original) || lateIn(now, m.Name) {
			continue
		}
		var failed error
		var last *repro.Point
		for p := range histories.Points(ctx, c.Registry, original.ID, m.Name, &failed) {
			if !p.At.After(original.Ended.Add(afterEnd)) && (last == nil || p.Step > last.Step || p.Step == last.Step && !p.At.Before(last.At)) {
				last = &p
			}
		}
		if failed != nil {
			c.warn("the history of " + m.Name + " was not read: " + failed.Error())
		} else if last != nil {
			end.Metrics = append(end.Metrics, repro.CheckedMetric{Name: m.Name, Original: last.Value, State: repro.StateIdentical})
		}
	}
	return end
}

// late says whether a metric's latest value was logged after the run's end.
func late(m repro.Metric, run repro.Run) bool { return m.At.After(run.Ended.Add(afterEnd)) }

func lateIn(run repro.Run, name string) bool {
	for _, m := range run.Metrics {
		if m.Name == name {
			return late(m, run)
		}
	}
	return false
}
