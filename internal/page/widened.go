package page

import (
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// widened says of a version that reproduces now which metrics have come no nearer since it
// last drifted: what was allowed then would call them a drift today. Somebody may have
// wanted that, and those who see the green should know it; "" where there are none.
func (m Model) widened() string {
	now := m.Latest()
	if now == nil || now.Verdict != repro.Reproduced {
		return ""
	}
	drift := m.latest(func(c repro.Check) bool { return c.Verdict == repro.Drifted })
	if drift == nil {
		return ""
	}
	var names []string
	for _, then := range drift.Metrics {
		at := slices.IndexFunc(now.Metrics, func(c repro.CheckedMetric) bool { return c.Name == then.Name })
		if at >= 0 && then.State == repro.StateOutside && beyond(then, now.Metrics[at]) {
			names = append(names, fmt.Sprintf("%s (%s, now %s)", then.Name, then.Tolerance, now.Metrics[at].Tolerance))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "A wider tolerance ended the drift of " + day(drift.At) + ". Still outside of what was allowed then: " + wording.List(wording.Few(names, 3)) + "."
}

// beyond says whether a metric that is within its tolerance would not be within an earlier
// one. Within noise, or against another original, the earlier one says nothing.
func beyond(then, now repro.CheckedMetric) bool {
	within := now.State == repro.StateWithin || now.State == repro.StateRounded
	return within && repro.SameNumber(then.Original, now.Original) && (now.Reproduced < then.Low || now.Reproduced > then.High)
}
