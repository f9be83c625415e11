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

// TestFindRun: every way in which a version without a run_id may still name its
// run, and that nothing is believed that does not exist.
func TestFindRun(t *testing.T) {
	t.Parallel()
	const (
		id    = "0123456789abcdef0123456789abcdef"
		ghost = "ffffffffffffffffffffffffffffffff"
		model = "m-00000000000000000000000000000001"
	)
	for _, test := range []struct {
		name    string
		version mlflowtest.Version
		prepare func(*mlflowtest.Server)
		from    string // "" is no run
	}{
		{"run_id", mlflowtest.Version{RunID: id}, nil, "the version's run_id"},
		{"logged model in the source", mlflowtest.Version{Source: "models:/" + model}, nil, "its logged model " + model},
		{"logged model in a path", mlflowtest.Version{Source: "s3://bucket/1/models/" + model + "/artifacts"}, nil, "its logged model " + model},
		{"source of a run", mlflowtest.Version{Source: "runs:/" + id + "/model"}, nil, "its source runs:/" + id},
		{"source in artifacts", mlflowtest.Version{Source: "s3://bucket/1/" + id + "/artifacts/model"}, nil, "the path of its source"},
		{"copy", mlflowtest.Version{Source: "models:/origin/1"}, nil, "a copy of origin v1"},
		{"copy of a copy", mlflowtest.Version{Source: "models:/again/1"}, nil, "a copy of again v1, a copy of origin v1"},
		{"run_link", mlflowtest.Version{RunLink: "https://elsewhere.example/#/experiments/1/runs/" + id}, nil, "its run_link"},
		{"MLmodel", mlflowtest.Version{Source: "s3://bucket/x", Files: map[string]string{"MLmodel": "flavors: {}\nrun_id: " + id + "\n"}}, nil, "its MLmodel file"},
		{"2.x server", mlflowtest.Version{Source: "models:/" + model, RunLink: "/runs/" + id}, func(s *mlflowtest.Server) { s.NoLoggedModels = true }, "its run_link"},
		{"a guess that is wrong", mlflowtest.Version{Source: "runs:/" + ghost + "/model", RunLink: "/runs/" + id}, nil, "its run_link"},

		{"nothing", mlflowtest.Version{Source: "s3://bucket/x"}, nil, ""},
		{"nothing at all", mlflowtest.Version{}, nil, ""},
		{"copy in a circle", mlflowtest.Version{Source: "models:/churn/1"}, nil, ""},
		{"copy of nobody", mlflowtest.Version{Source: "models:/nobody/4"}, nil, ""},
		{"MLmodel without a run", mlflowtest.Version{Files: map[string]string{"MLmodel": "run_id: null\n"}}, nil, ""},
		{"MLmodel that is none", mlflowtest.Version{Files: map[string]string{"MLmodel": "\x00{"}}, nil, ""},
		{"MLmodel with a path", mlflowtest.Version{Files: map[string]string{"MLmodel": "run_id: ../../x\n"}}, nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := mlflowtest.New(t)
			server.AddRun(mlflowtest.Run{ID: id})
			server.AddLoggedModel(model, id)
			server.AddVersion("origin", mlflowtest.Version{RunID: id})
			server.AddVersion("again", mlflowtest.Version{Source: "models:/origin/1"})
			server.AddVersion("churn", test.version)
			if test.prepare != nil {
				test.prepare(server)
			}
			registry, ticks := connect(t, server)
			version, run, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", "1"))
			if len(ticks.waits) != 0 {
				t.Errorf("waited %v for what is not there", ticks.waits)
			}
			if test.from == "" {
				wantReason(t, err, repro.NoRun)
				wantParts(t, err, "churn v1", "--run-id RUN_ID")
				return
			}
			if err != nil || run.ID != id || version.RunID != id || version.RunFrom != test.from {
				t.Errorf("run %q, version's %q from %q, error %v; want %s from %q", run.ID, version.RunID, version.RunFrom, err, id, test.from)
			}
		})
	}
}

// TestFindRunStopsOnTrouble: a server that is away is not a version without a run.
func TestFindRunStopsOnTrouble(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.AddVersion("churn", mlflowtest.Version{Source: "models:/m-00000000000000000000000000000001"})
	server.Fail("logged-models/", 99, mlflowtest.Page(503))
	registry, _ := connect(t, server)
	_, _, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", "1"))
	wantReason(t, err, repro.TrackingServerUnreachable)
}

// TestRunElsewhere: a run_id that leads nowhere is told as what it is.
func TestRunElsewhere(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.AddVersion("churn", mlflowtest.Version{RunID: strings.Repeat("e", 32)})
	registry, _ := connect(t, server)
	_, _, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", ""))
	wantReason(t, err, repro.NoRun)
	wantParts(t, err, "churn v1", "not on this tracking server", "another server")
	if errors.Is(err, mlflow.ErrNotFound) {
		t.Error("the version was found; only its run was not")
	}
}

// TestDeletedRunComesBack: judging a run is the flow's, not ours.
func TestDeletedRunComesBack(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	id := server.AddRun(mlflowtest.Run{Deleted: true, Status: "FAILED"})
	server.AddVersion("churn", mlflowtest.Version{RunID: id})
	registry, _ := connect(t, server)
	_, run, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", "1"))
	if err != nil || !run.Deleted || run.Status != repro.RunFailed {
		t.Errorf("got %+v, %v; want the deleted run", run, err)
	}
}
