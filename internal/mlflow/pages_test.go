package mlflow_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestPages: a registry larger than a page, whatever the server calls a page.
func TestPages(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, 7} {
		server := mlflowtest.New(t)
		server.PageSize = size
		var ids []string
		for i := range 23 {
			ids = append(ids, server.AddRun(mlflowtest.Run{Experiment: fmt.Sprint(i % 3), Tags: map[string]string{"n": fmt.Sprint(i % 2)}}))
			server.AddVersion(fmt.Sprintf("model-%02d", i%5), mlflowtest.Version{RunID: ids[i]})
		}
		registry, _ := connect(t, server)
		ctx := context.Background()
		models, err := registry.RegisteredModels(ctx)
		if err != nil || len(models) != 5 || models[0].Name != "model-00" {
			t.Errorf("page size %d: %d models, %v", size, len(models), err)
		}
		versions, err := registry.ModelVersions(ctx, "")
		if err != nil || len(versions) != 23 || versions[0].Name != "model-00" || versions[0].Version != "5" {
			t.Errorf("page size %d: %d versions, %v", size, len(versions), err)
		}
		if experiments, err := registry.Experiments(ctx); err != nil || len(experiments) != 3 {
			t.Errorf("page size %d: %v, %v", size, experiments, err)
		}
		if found, err := registry.FindRuns(ctx, mlflow.RunQuery{Tags: map[string]string{"n": "1"}}); err != nil || len(found) != 11 {
			t.Errorf("page size %d: found %d runs, %v; want 11", size, len(found), err)
		}
		if runs, err := registry.Runs(ctx, append(ids, "not a run")); err != nil || len(runs) != 23 {
			t.Errorf("page size %d: %d runs, %v", size, len(runs), err)
		}
	}
}

// TestPagesEnd: a token that leads back to its own page would never end.
func TestPagesEnd(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.RepeatToken = true
	id := server.AddRun(mlflowtest.Run{History: map[string][]mlflowtest.Point{"f1": {{Value: 1}, {Value: 2}}}})
	server.AddVersion("churn", mlflowtest.Version{RunID: id})
	registry, _ := connect(t, server)
	ctx := context.Background()
	for name, ask := range map[string]func() error{
		"models":      func() error { _, err := registry.RegisteredModels(ctx); return err },
		"versions":    func() error { _, err := registry.ModelVersions(ctx, ""); return err },
		"experiments": func() error { _, err := registry.Experiments(ctx); return err },
		"runs": func() error {
			_, err := registry.FindRuns(ctx, mlflow.RunQuery{ExperimentIDs: []string{"1"}})
			return err
		},
		"history": func() error { return registry.MetricHistory(ctx, id, "f1", func(repro.Point) error { return nil }) },
	} {
		server.Requests()
		err := ask()
		wantReason(t, err, repro.TrackingServerUnreachable)
		if n := len(server.Requests()); n > 4 {
			t.Errorf("%s: asked %d times before noticing", name, n)
		}
	}
}

// TestManyRuns: an audit asks for thousands of runs in a few requests.
func TestManyRuns(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	var ids []string
	for range 2_000 {
		id := server.AddRun(mlflowtest.Run{})
		ids = append(ids, id)
		server.AddVersion("churn", mlflowtest.Version{RunID: id})
	}
	registry, _ := connect(t, server)
	ctx := context.Background()
	if _, err := registry.RegisteredModels(ctx); err != nil {
		t.Fatal(err)
	}
	if versions, err := registry.ModelVersions(ctx, ""); err != nil || len(versions) != 2_000 {
		t.Fatalf("%d versions, %v", len(versions), err)
	}
	runs, err := registry.Runs(ctx, ids)
	if err != nil || len(runs) != 2_000 {
		t.Fatalf("%d runs, %v", len(runs), err)
	}
	if n := len(server.Requests()); n > 7 {
		t.Errorf("asked %d times; want at most 7", n)
	}
}

// TestRunsWithoutIN: Databricks and old servers take no list of run ids.
func TestRunsWithoutIN(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.NoRunIDIn = true
	ids := []string{server.AddRun(mlflowtest.Run{}), server.AddRun(mlflowtest.Run{Deleted: true}), strings.Repeat("0", 32)}
	registry, _ := connect(t, server)
	runs, err := registry.Runs(context.Background(), ids)
	if err != nil || len(runs) != 2 || !runs[ids[1]].Deleted {
		t.Errorf("got %v, %v", runs, err)
	}
}

// TestFindRunsChecks: a server that ignores the filter must not hand us
// somebody else's run.
func TestFindRunsChecks(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.Fail("runs/search", 1, mlflowtest.JSON(`{"runs":[
		{"info":{"run_id":"a"},"data":{"tags":[{"key":"reproduce.id","value":"other"}]}},
		{"info":{"run_id":"b","lifecycle_stage":"deleted"},"data":{"tags":[{"key":"reproduce.id","value":"mine"}]}},
		{"info":{"run_id":"c"},"data":{}},
		{"info":{"run_id":"d"},"data":{"tags":[{"key":"reproduce.id","value":"mine"}]}}]}`))
	registry, _ := connect(t, server)
	runs, err := registry.FindRuns(context.Background(), mlflow.RunQuery{ExperimentIDs: []string{"1"}, Tags: map[string]string{"reproduce.id": "mine"}})
	if err != nil || len(runs) != 1 || runs[0].ID != "d" {
		t.Errorf("got %v, %v; want run d alone", runs, err)
	}
}

// TestNumbersOnTheWire: what servers write for the same numbers.
func TestNumbersOnTheWire(t *testing.T) {
	t.Parallel()
	for _, set := range []func(*mlflowtest.Server){
		func(*mlflowtest.Server) {},
		func(s *mlflowtest.Server) { s.IntsAsText = true },
		func(s *mlflowtest.Server) { s.Infinities = true },
	} {
		server := mlflowtest.New(t)
		set(server)
		id := server.AddRun(mlflowtest.Run{Start: 1_750_000_000_000, Metrics: map[string]float64{
			"nan": math.NaN(), "up": math.Inf(1), "down": math.Inf(-1), "f1": 0.9123456789012345, "large": 9007199254740993, "tiny": 5e-324, "zero": math.Copysign(0, -1),
		}, History: map[string][]mlflowtest.Point{"acc": {{Value: 1, Step: 10, Time: 5}, {Value: 2, Step: 3, Time: 9}}}})
		registry, _ := connect(t, server)
		run, err := registry.Run(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]float64{"up": math.Inf(1), "down": math.Inf(-1), "f1": 0.9123456789012345, "large": 9007199254740992, "tiny": 5e-324, "acc": 1} {
			if got, ok := run.Metrics.Get(name); !ok || got != want {
				t.Errorf("%s: got %v, %v; want %v", name, got, ok, want)
			}
		}
		if got, _ := run.Metrics.Get("nan"); !math.IsNaN(got) {
			t.Errorf("nan: got %v", got)
		}
		if run.Started.UnixMilli() != 1_750_000_000_000 {
			t.Errorf("started %v", run.Started)
		}
		points := history(t, registry, id, "acc")
		if len(points) != 2 || points[0].Step != 10 || points[1].Value != 2 {
			t.Errorf("history %v", points)
		}
	}
}

func history(t *testing.T, store mlflow.Store, id, metric string) (points []repro.Point) {
	t.Helper()
	err := store.MetricHistory(context.Background(), id, metric, func(p repro.Point) error {
		points = append(points, p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return points
}

// TestHistory: long ones, on servers with and without pages, with the fault of
// 3.1.1 to 3.13, and with pages that break off on the way.
func TestHistory(t *testing.T) {
	t.Parallel()
	const n = 30_000
	points := make([]mlflowtest.Point, n)
	for i := range points {
		points[i] = mlflowtest.Point{Value: float64(i) / 7, Time: int64(1_750_000_000_000 + i), Step: int64(i % 1000)}
	}
	for name, set := range map[string]func(*mlflowtest.Server){
		"pages":         func(*mlflowtest.Server) {},
		"small pages":   func(s *mlflowtest.Server) { s.PageSize = 9_999 },
		"no pages":      func(s *mlflowtest.Server) { s.HistoryWhole = true },
		"3.1.1 to 3.13": func(s *mlflowtest.Server) { s.HistoryBug = true },
		"cut page": func(s *mlflowtest.Server) {
			s.FailAfter("metrics/get-history", 1, 1, mlflowtest.Cut(`{"metrics":[{"key":"loss","value":4,"step":1}`))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := mlflowtest.New(t)
			set(server)
			id := server.AddRun(mlflowtest.Run{History: map[string][]mlflowtest.Point{"loss": points}})
			registry, _ := connect(t, server)
			got := history(t, registry, id, "loss")
			if len(got) != n {
				t.Fatalf("%d points; want %d", len(got), n)
			}
			for i, point := range got {
				if point.Value != points[i].Value || point.Step != points[i].Step || point.At.UnixMilli() != points[i].Time {
					t.Fatalf("point %d is %v; want %v", i, point, points[i])
				}
			}
		})
	}
}

// TestHistoryBreaksOff: points of an answer too long to keep are handed on as
// they come. Should it break off then, a second try would hand them on twice.
func TestHistoryBreaksOff(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	id := server.AddRun(mlflowtest.Run{Metrics: map[string]float64{"f1": 1}})
	server.Fail("metrics/get-history", 1, mlflowtest.Cut(`{"metrics":[`+strings.Repeat(`{"key":"f1","value":1},`, 30_000)))
	registry, _ := connect(t, server)
	count := 0
	err := registry.MetricHistory(context.Background(), id, "f1", func(repro.Point) error { count++; return nil })
	wantReason(t, err, repro.TrackingServerUnreachable)
	wantParts(t, err, "broke off in the middle")
	if count != 25_000 {
		t.Errorf("%d points were handed on; want one buffer of them", count)
	}
}

func TestHistoryRefused(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	id := server.AddRun(mlflowtest.Run{Metrics: map[string]float64{"f1": 1}})
	registry, _ := connect(t, server)
	ctx := context.Background()
	enough := errors.New("enough")
	if err := registry.MetricHistory(ctx, id, "f1", func(repro.Point) error { return enough }); err != enough {
		t.Errorf("the callback's error came back as %v", err)
	}
	keep := func(repro.Point) error { return nil }
	for body, part := range map[string]string{
		`{"metrics":[{"key":"other","value":1}]}`:              `a point of "other" among those of "f1"`,
		`{"metrics":[{"key":"f1","step":1}]}`:                  "a point without a value",
		`{"metrics":[{"key":"f1","value":NaN}]}`:               "did not answer as an MLflow server does",
		`{"metrics":[{"key":"f1","value":"one"}]}`:             "is not a number",
		`{"metrics":[{"key":"f1","value":1,"step":1.5}]}`:      "is not a whole number",
		`{"metrics":{"key":"f1","value":1}}`:                   "did not answer as an MLflow server does",
		`{"metrics":[],"next_page_token":"x"}`:                 "pages that do not end",
		`[]`:                                                   "did not answer as an MLflow server does",
		strings.Repeat("[", 10_001) + strings.Repeat("]", 100): "did not answer as an MLflow server does",
	} {
		server.Fail("metrics/get-history", 1, mlflowtest.JSON(body))
		err := registry.MetricHistory(ctx, id, "f1", keep)
		wantParts(t, err, part)
		wantReason(t, err, repro.TrackingServerUnreachable)
	}
	if err := registry.MetricHistory(ctx, strings.Repeat("0", 32), "f1", keep); !errors.Is(err, mlflow.ErrNotFound) {
		t.Errorf("no such run: %v", err)
	}
}

// TestAnswersToOtherQuestions: a cache or a stranger at the address must not
// pass off another model, version or run as the one that was asked for.
func TestAnswersToOtherQuestions(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	registry, _ := connect(t, server)
	ctx := context.Background()
	for body, ask := range map[string]func() error{
		`{"registered_model":{"name":"Churn"}}`: func() error { _, err := registry.RegisteredModel(ctx, "churn"); return err },
		`{}`:                                    func() error { _, err := registry.RegisteredModel(ctx, "churn"); return err },
		`{"model_version":{"name":"churn","version":"2"}}`:   func() error { _, err := registry.ModelVersion(ctx, "churn", "1"); return err },
		`{"model_version":{"name":"other","version":"1"}}`:   func() error { _, err := registry.ModelVersion(ctx, "churn", "1"); return err },
		`{"run":{"info":{"run_uuid":"` + historyRun + `"}}}`: func() error { _, err := registry.Run(ctx, "a"); return err },
	} {
		server.Fail("", 1, mlflowtest.JSON(body))
		err := ask()
		wantReason(t, err, repro.TrackingServerUnreachable)
		wantParts(t, err, "answered with", "is there a cache or another program at this address?")
	}
}

func TestWorkspacesDisabled(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.Fail("", 9, mlflowtest.Error(500, "FEATURE_DISABLED", "Workspace APIs are not available: workspaces are not enabled on this server"))
	registry, ticks := connect(t, server, "MLFLOW_WORKSPACE", "team-a")
	_, err := registry.Run(context.Background(), "RUN")
	wantParts(t, err, "has no workspaces; unset MLFLOW_WORKSPACE")
	if len(ticks.waits) != 0 {
		t.Errorf("waited %v for a feature to appear", ticks.waits)
	}
}
