package sideeffect

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestRegisterAgain: the line has the source, the run and the logged model that the version had.
func TestRegisterAgain(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"":               "",
		"runs:/a/model":  `mlflow.MlflowClient().create_model_version("churn", "runs:/a/model", "a")`,
		"/art/a/model":   `mlflow.MlflowClient().create_model_version("churn", "/art/a/model", "a")`,
		"models:/m-12":   `mlflow.MlflowClient().create_model_version("churn", "models:/m-12", "a", model_id="m-12")`,
		"models:/from/3": `mlflow.register_model("models:/from/3", "churn")`,
	} {
		if want != "" {
			want = "; to register its model again, under a new number: python -c 'import mlflow; " + want + "'"
		}
		if got := registerAgain(repro.ModelVersion{Name: "churn", Version: "2", RunID: "a", Source: source}); got != want {
			t.Errorf("%s: %s, want %s", source, got, want)
		}
	}
}
