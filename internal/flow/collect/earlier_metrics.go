package collect

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/dvc"
)

// Numbers that stood in a metrics file before the training: git, DVC, a
// formatter or a copy can put them there again, and nothing was computed. It is
// the numbers that are compared, not the bytes.

// stoodAs says where all these numbers of a metrics file stood before; "" where
// one of them is new.
func stoodAs(file metricsFile, names []string) string {
	for _, before := range file.before {
		then, err := dvc.ParseMetrics(file.path, before.Data)
		if err != nil || len(names) == 0 {
			continue
		}
		if !slices.ContainsFunc(names, func(name string) bool {
			was, stood := then.Metrics.Get(name)
			is, there := file.content.Metrics.Get(name)
			return !stood || !there || !decimal.SameWritten(was, is)
		}) {
			return before.Where
		}
	}
	return ""
}
