package mlflow_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// story writes down everything that a store says about the content that
// testdata/mlflow/make.py made, with names in place of ids and without the
// times that MLflow itself chose: what is left must be the same in every store.
func story(t *testing.T, store mlflow.Store) string {
	t.Helper()
	ctx := context.Background()
	s := teller{t: t, store: store, names: map[string]string{}}

	experiments, err := store.Experiments(ctx)
	s.check(err)
	for _, experiment := range experiments {
		s.names[experiment.ID] = "experiment " + experiment.Name
	}
	since := time.UnixMilli(1_750_000_000_000)
	runs, err := store.FindRuns(ctx, mlflow.RunQuery{})
	s.check(err)
	var ids []string
	for _, run := range runs {
		s.names[run.ID] = run.Name
		ids = append(ids, run.ID)
	}
	for _, name := range []string{"blessed", "churn"} {
		versions, err := store.ModelVersions(ctx, name)
		s.check(err)
		for _, version := range versions {
			if version.ModelID != "" && strings.Contains(version.Source, version.ModelID) {
				s.names[version.ModelID] = "m-of-" + s.name(version.RunID)
			}
		}
	}

	s.line("# runs, newest first: %s", s.all(runs))
	batch, err := store.Runs(ctx, append(ids, strings.Repeat("0", 32)))
	s.check(err)
	for _, id := range ids {
		one, err := store.Run(ctx, id)
		s.check(err)
		s.run(one)
		if fmt.Sprint(batch[id]) != fmt.Sprint(one) {
			t.Errorf("run %s differs:\nin a batch %+v\nalone      %+v", one.Name, batch[id], one)
		}
	}

	s.line("# searches")
	for _, query := range []mlflow.RunQuery{
		{Tags: map[string]string{"reproduce.id": "it's 1"}},
		{Tags: map[string]string{"reproduce.id": "it's 2"}},
		{Since: since.Add(100 * time.Second)},
		{Limit: 2},
		{ExperimentIDs: []string{"12345"}},
	} {
		found, err := store.FindRuns(ctx, query)
		s.check(err)
		s.line("%v since %d limit %d in %v: %s", query.Tags, max(0, query.Since.Unix()), query.Limit, query.ExperimentIDs, s.all(found))
	}

	s.line("# history of first")
	for _, metric := range []string{"accuracy", "loss", "up", "tiny/rate of change", "nothing"} {
		s.check(store.MetricHistory(ctx, s.id("first"), metric, func(p repro.Point) error {
			s.line("%s: step %d %s %v", metric, p.Step, p.At.Format(time.RFC3339Nano), p.Value)
			return nil
		}))
	}

	s.line("# models")
	models, err := store.RegisteredModels(ctx)
	s.check(err)
	for _, model := range models {
		s.line("%s %q tags %v aliases %v newest %s", model.Name, model.Description, model.Tags, model.Aliases, s.versions(model.Newest))
		versions, err := store.ModelVersions(ctx, model.Name)
		s.check(err)
		s.line("  versions %s", s.versions(versions))
	}
	everything, err := store.ModelVersions(ctx, "")
	s.check(err)
	s.line("all: %d", len(everything))

	s.line("# resolved")
	for _, text := range []string{
		"churn", "churn 1", "churn 3", "churn@champion", "churn oldest", "churn staging", "churn stage:production", "churn production",
		"churn Production", "churn 11", "churn nobody", "chrun", "cats", "blessed", "empty", "models:/churn/2",
	} {
		s.resolve(text)
	}
	s.resolve("run " + s.id("second"))
	s.resolve("run " + strings.Repeat("0", 32))
	s.resolve("run ../../etc")

	s.line("# files")
	for _, of := range []struct{ name, number, path string }{
		{"churn", "1", "MLmodel"}, {"churn", "1", "requirements.txt"}, {"churn", "2", "MLmodel"}, {"blessed", "1", "requirements.txt"},
		{"churn", "1", "nothing"}, {"churn", "1", "../MLmodel"},
	} {
		version, err := store.ModelVersion(ctx, of.name, of.number)
		s.check(err)
		data, err := store.ModelFile(ctx, version, of.path)
		if err != nil {
			s.line("%s %s: error", version.Label(), of.path)
			continue
		}
		s.line("%s %s: %q", version.Label(), of.path, data)
	}
	return s.told.String()
}

type teller struct {
	t     *testing.T
	store mlflow.Store
	names map[string]string // id -> name
	told  bytes.Buffer
}

func (s *teller) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *teller) name(id string) string {
	if name, ok := s.names[id]; ok {
		return name
	}
	return id
}

func (s *teller) id(name string) string {
	for id, n := range s.names {
		if n == name {
			return id
		}
	}
	s.t.Fatalf("no run %q among %v", name, s.names)
	return ""
}

// line writes with ids, the longest first, replaced by names.
func (s *teller) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	ids := slices.SortedFunc(maps.Keys(s.names), func(a, b string) int { return len(b) - len(a) })
	for _, id := range ids {
		if len(id) > 8 {
			text = strings.ReplaceAll(text, id, "<"+s.names[id]+">")
		}
	}
	s.told.WriteString(text + "\n")
}

func (s *teller) all(runs []repro.Run) string {
	var names []string
	for _, run := range runs {
		names = append(names, run.Name)
	}
	return strings.Join(names, " ")
}

func (s *teller) run(run repro.Run) {
	s.line("%s in %s: %s deleted=%v %s to %s from %q", run.Name, s.name(run.ExperimentID), run.Status, run.Deleted,
		run.Started.Format(time.RFC3339Nano), run.Ended.Format(time.RFC3339Nano), run.From)
	for _, param := range run.Params {
		s.line("  param %s = %q", param.Name, param.Value)
	}
	for _, metric := range run.Metrics {
		s.line("  metric %s = %v step %d %s", metric.Name, metric.Value, metric.Step, metric.At.Format(time.RFC3339Nano))
	}
	s.line("  tags %q", run.Tags)
	s.line("  datasets %q", run.Datasets)
}

func (s *teller) versions(versions []repro.ModelVersion) string {
	var texts []string
	for _, v := range versions {
		texts = append(texts, fmt.Sprintf("%s(stage %q aliases %v run %s source %s tags %v)", v.Version, v.Stage, v.Aliases, s.name(v.RunID), v.Source, v.Tags))
	}
	return strings.Join(texts, " ")
}

func (s *teller) resolve(text string) {
	name, selector, _ := strings.Cut(text, " ")
	ref, err := repro.ParseModelRef(name, selector)
	if name == "run" {
		ref, err = repro.ModelRef{RunID: selector}, nil
	}
	s.check(err)
	version, run, err := mlflow.Resolve(context.Background(), s.store, ref)
	if err != nil {
		message := err.Error() // where the store is differs, and how a run is asked for
		for _, where := range []string{" on http://", " in /", " in ../"} {
			if before, after, ok := strings.Cut(message, where); ok {
				_, rest, _ := strings.Cut(after, ";")
				message = before + " [there];" + rest
			}
		}
		s.line("%s: %s", text, message)
		return
	}
	s.line("%s: %s aliases %v, run %s by %s, finished: %v", text, version.Label(), version.Aliases, run.Name, version.RunFrom, mlflow.NotFinished(run))
}
