package judge

import (
	"math"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// NonFinite names the metrics that no comparison can use because they are NaN
// or infinite. Those that are ignored by default, like run times, are left out.
func NonFinite(metrics repro.Metrics) []string {
	var names []string
	for _, metric := range metrics {
		if rule, known := builtin(metric.Name); known && rule.action == actIgnore {
			continue
		}
		if math.IsNaN(metric.Value) || math.IsInf(metric.Value, 0) {
			names = append(names, metric.Name)
		}
	}
	return names
}
