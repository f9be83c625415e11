package mlflow_test

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
)

// TestVersionsOfRuns finds what runs registered, in whatever model, with one
// request; what cannot be a run's id is not asked for.
func TestVersionsOfRuns(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	first, second, none := server.AddRun(mlflowtest.Run{}), server.AddRun(mlflowtest.Run{}), server.AddRun(mlflowtest.Run{})
	server.AddVersion("churn", mlflowtest.Version{RunID: first})
	server.AddVersion("churn", mlflowtest.Version{RunID: second})
	server.AddVersion("shadow", mlflowtest.Version{RunID: first}, "live")
	registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	defer registry.Close()
	for _, tt := range []struct {
		runs []string
		want string
	}{
		{[]string{first}, "churn 1, shadow 1"},
		{[]string{second, first, second}, "churn 2, churn 1, shadow 1"},
		{[]string{none}, ""},
		{[]string{second, "' OR 1=1", ""}, "churn 2"},
		{[]string{"' OR name='churn"}, ""},
		{nil, ""},
	} {
		versions, err := registry.VersionsOfRuns(t.Context(), tt.runs)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, version := range versions {
			got = append(got, version.Name+" "+version.Version)
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("versions of %q: %q, want %q", tt.runs, got, tt.want)
		}
	}
}

// TestVersionsOfRuns_locally: a directory and a database give what a server does.
func TestVersionsOfRuns_locally(t *testing.T) {
	for name, uri := range map[string]string{"files": fixtures + "mlruns", "sqlite": "sqlite:///" + loadDump(t)} {
		t.Run(name, func(t *testing.T) {
			registry := open(t, mlflow.Config{TrackingURI: uri})
			all, err := registry.ModelVersions(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			of := map[string]int{}
			for _, version := range all {
				of[version.RunID]++
			}
			delete(of, "")
			if len(of) < 2 {
				t.Fatalf("the fixtures hold versions of %d runs", len(of))
			}
			for run, want := range of {
				found, err := registry.VersionsOfRuns(t.Context(), []string{run})
				if err != nil || len(found) != want || found[0].RunID != run {
					t.Errorf("versions of run %s: %v, %v; want %d", run, found, err, want)
				}
			}
		})
	}
}
