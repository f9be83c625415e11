package mlflow_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestResolveShortRunID: eight digits of a run's id and more are enough, where they are
// one run's, in every kind of store.
func TestResolveShortRunID(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	for _, id := range []string{"0123456789abcdef0123456789abcdef", "0123456789ffffffffffffffffffffff", "fedcba9876543210fedcba9876543210"} {
		server.AddRun(mlflowtest.Run{ID: id, Deleted: id[0] == 'f'})
	}
	registry, _ := connect(t, server)
	for begins, want := range map[string]string{
		"0123456789ab":             "0123456789abcdef0123456789abcdef",
		"0123456789f":              "0123456789ffffffffffffffffffffff",
		"01234567":                 "several runs' ids begin so",
		"0123456":                  "not found", // too short to be one
		"fedcba98":                 "no active run's id begins so",
		"0123456789AB":             "not found", // MLflow's are small
		"aaaaaaaa":                 "no active run's id begins so",
		"01234567%":                "that is no run id",
		"0123456789abcdef01234567": "0123456789abcdef0123456789abcdef",
	} {
		version, run, err := mlflow.Resolve(t.Context(), registry, repro.ModelRef{RunID: begins})
		if err == nil && (run.ID != want || version.RunID != want) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: run %s (%v), want %s", begins, run.ID, err, want)
		}
	}
	for kind, uri := range map[string]string{"files": fixtures + "mlruns", "sqlite": "sqlite:///" + loadDump(t)} {
		store := open(t, mlflow.Config{TrackingURI: uri})
		runs, err := store.FindRuns(context.Background(), mlflow.RunQuery{})
		if err != nil || len(runs) < 3 {
			t.Fatalf("%s: %d runs (%v)", kind, len(runs), err)
		}
		for _, run := range runs {
			if _, got, err := mlflow.Resolve(t.Context(), store, repro.ModelRef{RunID: run.ID[:12]}); err != nil || got.ID != run.ID {
				t.Errorf("%s: %s gives %s (%v), want %s", kind, run.ID[:12], got.ID, err, run.ID)
			}
		}
	}
}

// TestResolveNumberAfterAt: NAME@1 is the alias 1 where a model has one, and its version
// 1 where none has.
func TestResolveNumberAfterAt(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	for range 3 {
		run := server.AddRun(mlflowtest.Run{})
		server.AddVersion("churn", mlflowtest.Version{RunID: run})
		server.AddVersion("fraud", mlflowtest.Version{RunID: run})
	}
	server.SetAlias("churn", "1", "3")
	registry, _ := connect(t, server)
	for text, want := range map[string]string{"churn@1": "3", "churn@2": "2", "fraud@1": "1", "fraud@v2": "2", "models:/fraud/v2": "2", "fraud@latest": "3", "churn@9": ""} {
		ref, err := repro.ParseRef(text)
		if err != nil {
			t.Fatal(err)
		}
		version, _, err := mlflow.Resolve(t.Context(), registry, ref)
		if version.Version != want || (err != nil) != (want == "") || err != nil && !errors.Is(err, mlflow.ErrNotFound) {
			t.Errorf("%s: version %q (%v), want %q", text, version.Version, err, want)
		}
	}
}
