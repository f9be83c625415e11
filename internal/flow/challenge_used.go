package flow

import (
	"context"
	"slices"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxUsed bounds the runs whose values are looked at.
const maxUsed = 1000

// usedValues says which values of a param the runs of the original's experiment
// have: what is not known of them is no value.
func (c *check) usedValues(ctx context.Context) func(name, value string) bool {
	var runs []repro.Run
	if id := c.result.Original.ExperimentID; c.Registry != nil && id != "" {
		runs, _ = c.Registry.FindRuns(ctx, mlflow.RunQuery{ExperimentIDs: []string{id}, Limit: maxUsed}) // a value that somebody used is a weaker challenge, and no error
	}
	return func(name, value string) bool {
		return slices.ContainsFunc(runs, func(run repro.Run) bool {
			logged, has := run.Params.Get(name)
			return has && params.Equal(logged, value)
		})
	}
}
