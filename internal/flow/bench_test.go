package flow

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
)

const originalID = "0123456789abcdef0123456789abcdef"

var (
	base     = strings.Repeat("b", 40)
	tip      = strings.Repeat("c", 40)
	today    = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	firstRun = repro.Run{
		ID: originalID, ExperimentID: "1", Status: repro.RunFinished,
		Started: today.AddDate(0, -1, 0), Ended: today.AddDate(0, -1, 0).Add(time.Minute),
		Params:  repro.NewParams(map[string]string{"epochs": "200", "lr": "0.5"}),
		Metrics: repro.NewMetrics(map[string]float64{"accuracy": 0.9777777777777777, "loss": 0.125}),
		Tags:    map[string]string{},
	}
)

// A desk is a project whose trainings do what the test says, and nothing else.
type desk struct {
	files     fstest.MapFS
	train     func(number int, plan repro.Plan) train.Training
	trainings []repro.Plan
}

var _ train.Project = (*desk)(nil)

func (d *desk) Code(context.Context, string, string) (repro.CodeRef, []string, error) {
	return repro.CodeRef{Asked: "head", Commit: base, From: "HEAD of main"}, nil, nil
}

func (d *desk) Files(context.Context, string) (fs.FS, error) { return d.files, nil }

func (d *desk) Whole(context.Context, string) (fs.FS, string, error) { return d.files, "", nil }

func (d *desk) Branch(version repro.ModelVersion) string {
	return "reproduce/" + version.Name + "/v" + version.Version
}

func (d *desk) Apply(_ context.Context, plan repro.Plan) (repro.Change, error) {
	return repro.Change{Branch: plan.Branch, Base: base, Commit: tip}, nil
}

func (d *desk) Train(_ context.Context, plan repro.Plan, _ repro.Change) (train.Training, error) {
	d.trainings = append(d.trainings, plan)
	return d.train(len(d.trainings), plan), nil
}

// A shelf is a tracking store that holds the runs it was given.
type shelf struct {
	mlflow.Store // what a reproduction has no business to ask for is nil
	readOnly     bool
	runs         []repro.Run
	curves       map[string][]float64 // of accuracy, by run: one value a step
}

func (s *shelf) LoggedModels(context.Context, repro.Run) ([]repro.ModelVersion, error) {
	return nil, nil
}

func (s *shelf) Run(_ context.Context, id string) (repro.Run, error) {
	for _, run := range s.runs {
		if run.ID == id {
			return run, nil
		}
	}
	return repro.Run{}, mlflow.ErrNotFound
}

func (s *shelf) Runs(_ context.Context, ids []string) (map[string]repro.Run, error) {
	found := map[string]repro.Run{}
	for _, run := range s.runs {
		if slices.Contains(ids, run.ID) {
			found[run.ID] = run
		}
	}
	return found, nil
}

func (s *shelf) FindRuns(_ context.Context, query mlflow.RunQuery) ([]repro.Run, error) {
	var found []repro.Run
	for _, run := range s.runs {
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

func (s *shelf) ReadOnly() bool { return s.readOnly }

func (s *shelf) SetRunTag(_ context.Context, id, key, value string) error {
	for i, run := range s.runs {
		if run.ID == id {
			s.runs[i].Tags = maps.Clone(run.Tags)
			s.runs[i].Tags[key] = value
			return nil
		}
	}
	return mlflow.ErrNotFound
}

func (s *shelf) MetricHistory(_ context.Context, run, metric string, each func(repro.Point) error) error {
	if metric != "accuracy" {
		return nil
	}
	for i, v := range s.curves[run] {
		if err := each(repro.Point{Step: int64(i), Value: v}); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelf) VersionsOfRuns(context.Context, []string) ([]repro.ModelVersion, error) {
	return nil, mlflow.ErrNoRegistry
}

const paramsFile = "epochs: 10\nlr: 0.5\n"

// newBench puts a desk and a shelf with the first run on it together.
func newBench() (*Flow, *desk, *shelf) {
	d := &desk{files: fstest.MapFS{"params.yaml": {Data: []byte(paramsFile)}}}
	s := &shelf{runs: []repro.Run{firstRun}}
	return flowOf(d, &mlflow.Registry{Store: s}), d, s
}

func flowOf(project train.Project, registry *mlflow.Registry) *Flow {
	ids := 0
	return &Flow{
		Registry: registry, Project: project, Tool: "reproduce test",
		Now:   func() time.Time { return today },
		NewID: func() string { ids++; return fmt.Sprintf("attempt-%d", ids) },
		Step:  func(string, string) {}, Begin: func(string) {}, End: func() {}, Say: func(string) {},
	}
}

// benchSettings are those of `reproduce run --run-id ORIGINAL --run-command train`
// with more flags.
func benchSettings(t testing.TB, flags map[string]string) settings.Settings {
	t.Helper()
	values := settings.Values{"run-id": originalID, "run-command": "train"}
	maps.Copy(values, flags)
	s, err := values.Settings("run")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// again is the run that a training of plan logs when all goes well.
func rerunOf(plan repro.Plan, number int, metrics map[string]float64) repro.Run {
	run := plan.Original
	run.ID = fmt.Sprintf("%032x", number)
	run.Started, run.Ended = today, today.Add(time.Minute)
	run.Metrics = repro.NewMetrics(metrics)
	run.Tags = map[string]string{repro.IDTag: plan.ID, repro.OriginalTag: plan.Original.ID}
	return run
}

func succeeded() train.Training {
	return train.Training{
		Execution: repro.Execution{Name: "train", Status: repro.ExecSucceeded, Attempt: 1, Started: today, Ended: today.Add(time.Minute)},
		Files:     fstest.MapFS{},
		Wrote:     func(string) bool { return false },
		CodeRan:   func([]string, string) bool { return true },
	}
}

// connect opens the registry of a tracking server in memory.
func connect(t *testing.T, server *mlflowtest.Server) *mlflow.Registry {
	t.Helper()
	registry, err := mlflow.Open(t.Context(), mlflow.Config{TrackingURI: server.URL, Dir: t.TempDir(), Getenv: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { registry.Close() })
	return registry
}
