package collect

import (
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Compare holds the new numbers against the original's. Names of a metrics
// file are mapped, those of a tracking run are the original's own.
func Compare(plan repro.Plan, c Collected) (repro.Comparison, error) {
	policy := plan.Metrics
	if c.Run.From == "" {
		policy.Map = nil
	}
	return judge.Compare(plan.Original.Metrics, c.Run.Metrics, policy)
}
