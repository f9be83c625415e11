package app

import (
	"context"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// WriteBack leaves the verdict and its time on the model version. Never a
// stage, never an alias: those are other people's decisions.
func WriteBack(ctx context.Context, registry *mlflow.Registry, result repro.Result) []string {
	model := result.Model()
	if model.Version == "" {
		return []string{"nothing was written back: the verdict is stored as tags of a model version, and this run has no model version"}
	}
	for _, tag := range [][2]string{
		{cause.VerdictTag, string(result.Verdict) + " (" + string(result.Reason) + ")"},
		{cause.CheckedTag, result.CheckedAt.UTC().Format(time.RFC3339)},
	} {
		if err := registry.SetVersionTag(ctx, model.Name, model.Version, tag[0], tag[1]); err != nil {
			return []string{"the verdict was not written back: " + err.Error()}
		}
	}
	return nil
}
