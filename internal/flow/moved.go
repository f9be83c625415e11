package flow

import (
	"context"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/flow/histories"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/judge/drift"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// holdMoved ends a check that would reproduce an original whose metrics are others than
// earlier checks read, or than it had when it ended: somebody may have logged a drift's
// values to it. Of any other verdict it is told. It ends one, too, that leaves an earlier drift
// open. A check whose clock is behind comes after those that are dated later.
func (c *check) holdMoved(ctx context.Context) error {
	original := c.result.Original
	var series drift.Series
	for _, record := range cause.OfOriginal(c.Past, c.result) {
		series.Add(record)
	}
	reproduced := c.verdict(c.result.Evidence) == repro.Reproduced
	if reproduced {
		series.Knows(c.atItsEnd(ctx))
	}
	comparison, moved := series.MarkMoved(original.ID, c.result.Comparison)
	if original.From == "" {
		moved = append(moved, series.Gone(original, c.result.Plan.Metrics)...)
	}
	switch c.result.Comparison = comparison; {
	case len(moved) > 0 && !reproduced:
		c.warn("the original has other metrics than when it was checked before: " + drift.MovedWords(moved))
		return nil
	case !reproduced:
		return nil
	case len(moved) == 0:
		return c.holdOpen()
	}
	return repro.Doubtf(repro.OriginalChanged, "the metrics came back as the original has them now, and not as it had them: %s. "+
		"Log the earlier values to run %s again. Where the new ones are right, leave a metric out with NAME: ignore, or take the version's earlier checks out of the history",
		drift.MovedWords(moved), original.ID)
}

// holdOpen ends a check that does not judge what drifted before: the version has not come back
// by what it left out.
func (c *check) holdOpen() error {
	var series drift.Series
	for _, record := range cause.Course(c.Past, c.result) {
		series.Add(record)
	}
	now := cause.RecordOf(c.result, "")
	now.Verdict, now.Metrics, now.Models = repro.Reproduced, judge.CheckedOf(c.result), judge.CheckedModels(c.result.Comparison.Model)
	switch stands := series.Add(now); {
	case len(stands.Left) > 0:
		return repro.Doubtf(repro.DriftNotEnded, "what was judged came back, and the version drifted on %s: not judged now, and judged then: %s. "+
			"Judge all of them, by metrics and tolerances, or take the checks of that drift out of the history and delete the version's tag reproduce.drift",
			stands.Drifted.UTC().Format("2 Jan 2006"), wording.ListUpTo(stands.Left, 3))
	case !stands.Ahead.IsZero():
		return repro.Doubtf(repro.DriftNotEnded, "what was judged came back, and the version drifted on %s, which is no earlier than this check. Set the clock of the machine that is wrong, and check again",
			stands.Ahead.UTC().Format("2 Jan 2006 15:04 UTC"))
	}
	return nil
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
