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

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
)

// A desk is a project whose trainings do what the test says, and nothing else.
type desk struct {
	files     fstest.MapFS
	train     func(number int, plan repro.Plan) train.Training
	trainings []repro.Plan
}

var _ train.Project = (*desk)(nil)

func (d *desk) Code(context.Context, string, string) (repro.CodeRef, []string, error) {
	return repro.CodeRef{Asked: "head", Commit: flowtest.Base, From: "HEAD of main"}, nil, nil
}

func (d *desk) Files(context.Context, string) (fs.FS, error) { return d.files, nil }

func (d *desk) RepositoryFiles(context.Context, string) (fs.FS, string, error) {
	return d.files, "", nil
}

func (d *desk) Branch(version repro.ModelVersion) string {
	return "reproduce/" + version.Name + "/v" + version.Version
}

func (d *desk) Apply(_ context.Context, plan repro.Plan) (repro.Change, error) {
	return repro.Change{Branch: plan.Branch, Base: flowtest.Base, Commit: flowtest.Tip}, nil
}

func (d *desk) Train(_ context.Context, plan repro.Plan, _ repro.Change) (train.Training, error) {
	d.trainings = append(d.trainings, plan)
	return d.train(len(d.trainings), plan), nil
}

const paramsFile = "epochs: 10\nlr: 0.5\n"

// newBench puts a desk and a shelf with the first run on it together.
func newBench() (*Flow, *desk, *flowtest.Store) {
	d := &desk{files: fstest.MapFS{"params.yaml": {Data: []byte(paramsFile)}}}
	s := &flowtest.Store{Logged: []repro.Run{flowtest.Original}}
	return flowOf(d, &mlflow.Registry{Store: s}), d, s
}

func flowOf(project train.Project, registry *mlflow.Registry) *Flow {
	ids := 0
	return &Flow{
		Registry: registry, Project: project, Tool: "reproduce test",
		Now:   func() time.Time { return flowtest.Today },
		NewID: func() string { ids++; return fmt.Sprintf("attempt-%d", ids) },
		Step:  func(string, string) {}, Begin: func(string) {}, End: func() {}, Say: func(string) {},
	}
}

// benchSettings are those of `reproduce run --run-id ORIGINAL --run-command train`
// with more flags.
func benchSettings(t testing.TB, flags map[string]string) settings.Settings {
	t.Helper()
	values := settings.Values{"run-id": flowtest.OriginalID, "run-command": "train"}
	maps.Copy(values, flags)
	s, err := values.Settings("run")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// withoutChallenge are benchSettings of trainings whose numbers follow no param.
func withoutChallenge(t testing.TB, flags map[string]string) settings.Settings {
	t.Helper()
	s := benchSettings(t, flags)
	s.Challenge = settings.ChallengeOff
	return s
}

// saidOf is what a result says of its evidence, and its warnings, a line each.
func saidOf(result repro.Result) string {
	said := slices.Clone(result.Warnings)
	for _, gate := range result.Evidence {
		said = append(said, gate.Text)
	}
	return strings.Join(said, "\n")
}

// again is the run that a training of plan logs when all goes well.
func rerunOf(plan repro.Plan, number int, metrics map[string]float64) repro.Run {
	run := plan.Original
	run.ID = fmt.Sprintf("%032x", number)
	run.Started, run.Ended = flowtest.Today, flowtest.Today.Add(time.Minute)
	run.Metrics = repro.NewMetrics(metrics)
	run.Tags = map[string]string{repro.IDTag: plan.ID, repro.OriginalTag: plan.Original.ID}
	return run
}
