package flowtest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// OriginalID is the id of the original's run.
const OriginalID = "0123456789abcdef0123456789abcdef"

// Commits of a project, a day, and the run that is reproduced.
var (
	Base     = strings.Repeat("b", 40)
	Tip      = strings.Repeat("c", 40)
	Today    = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	Original = repro.Run{
		ID: OriginalID, ExperimentID: "1", Status: repro.RunFinished,
		Started: Today.AddDate(0, -1, 0), Ended: Today.AddDate(0, -1, 0).Add(time.Minute),
		Params:  repro.NewParams(map[string]string{"epochs": "200", "lr": "0.5"}),
		Metrics: repro.NewMetrics(map[string]float64{"accuracy": 0.9777777777777777, "loss": 0.125}),
		Tags:    map[string]string{},
	}
)

// A Store is a tracking store that holds the runs it was given.
type Store struct {
	mlflow.Store // what a reproduction has no business to ask for is nil
	Closed       bool
	Logged       []repro.Run
	Curves       map[string][]float64 // of accuracy, by run: one value a step
}

func (s *Store) LoggedModels(context.Context, repro.Run) ([]repro.ModelVersion, error) {
	return nil, nil
}

// LoggedModelRun has a model for each run, called after it.
func (s *Store) LoggedModelRun(ctx context.Context, id string) (string, error) {
	run, err := s.Run(ctx, strings.TrimPrefix(id, "m-"))
	return run.ID, err
}

func (s *Store) Run(_ context.Context, id string) (repro.Run, error) {
	for _, run := range s.Logged {
		if run.ID == id {
			return run, nil
		}
	}
	return repro.Run{}, mlflow.ErrNotFound
}

func (s *Store) Runs(_ context.Context, ids []string) (map[string]repro.Run, error) {
	found := map[string]repro.Run{}
	for _, run := range s.Logged {
		if slices.Contains(ids, run.ID) {
			found[run.ID] = run
		}
	}
	return found, nil
}

func (s *Store) FindRuns(_ context.Context, query mlflow.RunQuery) ([]repro.Run, error) {
	var found []repro.Run
	for _, run := range s.Logged {
		fits := len(query.ExperimentIDs) == 0 || slices.Contains(query.ExperimentIDs, run.ExperimentID)
		for key, value := range query.Tags {
			fits = fits && run.Tags[key] == value
		}
		if fits {
			found = append(found, run)
		}
	}
	return found, nil
}

func (s *Store) ReadOnly() bool { return s.Closed }

func (s *Store) SetRunTag(_ context.Context, id, key, value string) error {
	for i, run := range s.Logged {
		if run.ID == id {
			s.Logged[i].Tags = maps.Clone(run.Tags)
			s.Logged[i].Tags[key] = value
			return nil
		}
	}
	return mlflow.ErrNotFound
}

func (s *Store) MetricHistory(_ context.Context, run, metric string, each func(repro.Point) error) error {
	if metric != "accuracy" {
		return nil
	}
	for i, v := range s.Curves[run] {
		if err := each(repro.Point{Step: int64(i), Value: v}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) VersionsOfRuns(context.Context, []string) ([]repro.ModelVersion, error) {
	return nil, mlflow.ErrNoRegistry
}

// Succeeded is a training that came to its end and left no file.
func Succeeded() train.Training {
	return train.Training{
		Execution: repro.Execution{Name: "train", Status: repro.ExecSucceeded, Attempt: 1, Started: Today, Ended: Today.Add(time.Minute)},
		Files:     fstest.MapFS{},
		Wrote:     func(string) bool { return false },
		CodeRan:   func([]string, string) bool { return true },
	}
}

// Connect opens the registry of a tracking server in memory.
func Connect(t *testing.T, server *mlflowtest.Server) *mlflow.Registry {
	t.Helper()
	registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: server.URL, Dir: t.TempDir(), Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { registry.Close() })
	return registry
}

// WithProgram is the original as a program logged it.
func WithProgram(program string) repro.Run {
	run := Original
	run.Tags = map[string]string{lineage.MlflowSource: program}
	return run
}

// Pipeline is a pipeline of two stages, each with a program of its own and one
// that both run.
var Pipeline = dvc.Project{Stages: []dvc.Stage{
	{Name: "train", Cmd: []string{"python src/train.py", "python -m src.fit", "python src/main.py --train"}},
	{Name: "evaluate", Cmd: []string{"python src/evaluate.py", "python src/main.py --evaluate"}},
}}
