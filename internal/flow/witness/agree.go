package witness

import (
	"fmt"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// disagreeing is the evidence against numbers of a file which the run of the same
// training logged otherwise, under the original's name: one of the two is not this
// training's. A file may have fewer digits than the run. So is DVC's lock, where it has
// another file than the training left.
func disagreeing(plan repro.Plan, c collect.Collected) []repro.Gate {
	if len(c.Lock.Outs) > 0 {
		return []repro.Gate{{Name: evidence.SourcesAgree, State: repro.GateFailed, Reason: repro.AmbiguousMetrics, Text: fmt.Sprintf(
			"%s is not what DVC's lock of this training says that its stage left; let no step write it after DVC, and upload both from the same run", wording.List(c.Lock.Outs))}}
	}
	if c.Disagree != "" {
		return []repro.Gate{{Name: evidence.SourcesAgree, State: repro.GateFailed, Reason: repro.AmbiguousMetrics, Text: c.Disagree}}
	}
	if c.Run.From == "" || c.Tracked.ID == "" {
		return nil
	}
	var lines []string
	judged := judge.Judges(plan.Metrics)
	for _, metric := range plan.Original.Metrics {
		name := metric.Name
		if mapped, ok := plan.Metrics.Map[name]; ok {
			name = mapped
		}
		logged, has := c.Tracked.Metrics.Get(metric.Name)
		written, there := c.Run.Metrics.Get(name)
		if judged(metric.Name) && has && there && !decimal.SameWritten(logged, written) && !decimal.SameWritten(written, logged) {
			lines = append(lines, fmt.Sprintf("%s (%s and %s)", metric.Name, formatFloat(logged), formatFloat(written)))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return []repro.Gate{{Name: evidence.SourcesAgree, State: repro.GateFailed, Reason: repro.AmbiguousMetrics, Text: fmt.Sprintf(
		"run %s of this training and %s have different values of %s; take the run's with --metrics-source mlflow, or name another file with --metrics-file", c.Tracked.ID, c.Run.From, wording.List(lines))}}
}

func formatFloat(value float64) string { return strconv.FormatFloat(value, 'g', -1, 64) }
