package judge

import (
	"fmt"
	"math"
	"slices"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file finds tolerances that any value the metric could have would pass: a
// verdict on such a metric says nothing.

// shareNames are parts of a name that say that the value is a share of 1, or
// of 100.
var shareNames = []string{"acc", "accuracy", "auc", "auroc", "f1", "iou", "map", "ndcg", "precision", "r2", "recall"}

// beyond is how many times the original, or 1, a difference is no longer one
// that a training makes.
const beyond = 1e6

// boundless warns of the user's lines that accept any value of a metric, each
// once, at the first metric of which that is so.
func boundless(original repro.Metrics, policy metricRules) []string {
	var warnings []string
	var told []int
	for _, metric := range original {
		r, selected, err := policy.rule(metric.Name)
		if err != nil || selected == selectedOut || r.line == 0 || r.action != actTerms || slices.Contains(told, r.line) || !decimal.Finite(metric.Value) {
			continue
		}
		if r.free(1) || r.free(-1) { // one way was left free on purpose
			continue
		}
		up, down := r.allows(metric.Value, 1), r.allows(metric.Value, -1)
		top := r.top(metric)
		far := beyond * math.Max(math.Abs(metric.Value), 1)
		switch {
		case top > 0 && up >= top-metric.Value && down >= metric.Value:
			warnings = append(warnings, fmt.Sprintf("tolerances:%d: %s accepts any value that %s could have, from 0 to %s", r.line, r, metric.Name, decimal.Shortest(top)))
		case up >= far && down >= far:
			warnings = append(warnings, fmt.Sprintf("tolerances:%d: %s accepts any value that %s could have: the original is %s", r.line, r, metric.Name, decimal.Shortest(metric.Value)))
		default:
			continue
		}
		told = append(told, r.line)
	}
	return warnings
}

// top is the largest value of a metric that is a share: 1, or 100 where it is a
// percentage; 0 where nothing says that it is one.
func (r rule) top(metric repro.Metric) float64 {
	share := namedBy(metric.Name, shareNames) ||
		slices.ContainsFunc(r.terms, func(t term) bool { return t.unit == unitPoints || t.unit == unitExamples })
	switch {
	case !share || metric.Value < 0 || metric.Value > 100:
		return 0
	case metric.Value > 1:
		return 100
	}
	return 1
}
