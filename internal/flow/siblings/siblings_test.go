package siblings

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestIsSibling(t *testing.T) {
	t.Parallel()
	first := flowtest.Original
	first.Params = repro.NewParams(map[string]string{"epochs": "200", "lr": "0.5", "random_state": "42"})
	first.Datasets = []repro.Dataset{{Name: "iris", Digest: "1", Context: "training"}, {Name: "iris", Digest: "2", Context: "eval"}}
	first.Tags = map[string]string{"mlflow.source.name": "/home/a/train.py", "mlflow.source.type": "LOCAL", "mlflow.project.entryPoint": "main"}
	tagged := func(name, value string) func(*repro.Run) {
		return func(r *repro.Run) {
			r.Tags = maps.Clone(first.Tags)
			if r.Tags[name] = value; value == "" {
				delete(r.Tags, name)
			}
		}
	}
	for name, tt := range map[string]struct {
		change func(run *repro.Run)
		want   bool
	}{
		"the same all over": {func(*repro.Run) {}, true},
		"another seed": {func(r *repro.Run) {
			r.Params = repro.NewParams(map[string]string{"epochs": "200", "lr": "0.5", "random_state": "7"})
		}, true},
		"another spelling": {func(r *repro.Run) {
			r.Params = repro.NewParams(map[string]string{"epochs": "200", "lr": "5e-1", "random_state": "42"})
		}, true},
		"its data in another order": {func(r *repro.Run) { r.Datasets = []repro.Dataset{first.Datasets[1], first.Datasets[0]} }, true},
		"itself":                    {func(r *repro.Run) { r.ID = flowtest.OriginalID }, false},
		"another value": {func(r *repro.Run) {
			r.Params = repro.NewParams(map[string]string{"epochs": "100", "lr": "0.5", "random_state": "42"})
		}, false},
		"no seed": {func(r *repro.Run) {
			r.Params = repro.NewParams(map[string]string{"epochs": "200", "lr": "0.5", "other": "1"})
		}, false},
		"one param more": {func(r *repro.Run) { r.Params = append(slices.Clone(r.Params), repro.Param{Name: "z"}) }, false},
		"one param less": {func(r *repro.Run) { r.Params = r.Params[1:] }, false},
		"other data": {func(r *repro.Run) {
			r.Datasets = []repro.Dataset{first.Datasets[0], {Name: "iris", Digest: "3", Context: "eval"}}
		}, false},
		"data for another purpose": {func(r *repro.Run) {
			r.Datasets = []repro.Dataset{first.Datasets[0], {Name: "iris", Digest: "2", Context: "test"}}
		}, false},
		"less data":                {func(r *repro.Run) { r.Datasets = r.Datasets[:1] }, false},
		"failed":                   {func(r *repro.Run) { r.Status = repro.RunFailed }, false},
		"deleted":                  {func(r *repro.Run) { r.Deleted = true }, false},
		"a reproduction of ours":   {tagged(repro.IDTag, "x"), false},
		"in another checkout":      {tagged("mlflow.source.name", `/build/7/train.py`), true},
		"nothing of its program":   {func(r *repro.Run) { r.Tags = nil }, true},
		"another program":          {tagged("mlflow.source.name", "/home/a/evaluate.py"), false},
		"a notebook's kernel":      {tagged("mlflow.source.name", "/lib/ipykernel_launcher.py"), true},
		"a notebook":               {tagged("mlflow.source.type", "NOTEBOOK"), false},
		"another entry point":      {tagged("mlflow.project.entryPoint", "validate"), false},
		"no entry point":           {tagged("mlflow.project.entryPoint", ""), true},
		"part of another run":      {tagged(lineage.MlflowParent, "search"), false},
		"uncommitted changes":      {tagged("mlflow.source.git.dirty", "True"), false},
		"uncommitted, Databricks":  {tagged("mlflow.databricks.gitRepoStatus", "dirty"), false},
		"other uncommitted lines":  {func(r *repro.Run) { r.Tags = map[string]string{"git_diff": "+lr = 2"} }, false},
		"recorded as being clean":  {tagged("mlflow.source.git.dirty", "false"), true},
		"a note that says nothing": {tagged("mlflow.note.content", "again"), true},
	} {
		t.Run(name, func(t *testing.T) {
			run := first
			run.ID = "sibling"
			run.Datasets = slices.Clone(first.Datasets)
			tt.change(&run)
			if got := isSibling(first, run); got != tt.want {
				t.Errorf("sibling is %t, want %t", got, tt.want)
			}
		})
	}
}

// TestSiblings looks for them on a tracking server.
func TestSiblings(t *testing.T) {
	t.Parallel()
	const commit = "0123456789abcdef0123456789abcdef01234567"
	server := mlflowtest.New(t)
	run := func(loss float64, seed string, tags map[string]string, data ...mlflowtest.Dataset) string {
		return server.AddRun(mlflowtest.Run{Params: map[string]string{"lr": "0.5", "seed": seed}, Metrics: map[string]float64{"loss": loss}, Tags: tags, Datasets: data})
	}
	at := map[string]string{"mlflow.source.git.commit": commit}
	iris := mlflowtest.Dataset{Name: "iris", Digest: "1", Context: "training"}
	first := run(1, "1", at, iris)
	run(2, "2", at, iris)
	run(3, "3", at, iris)
	run(4, "4", map[string]string{"mlflow.source.git.commit": strings.Repeat("e", 40)}, iris)
	run(5, "5", at)
	bare := run(6, "6", at)
	homeless := run(7, "7", nil, iris)
	registry := flowtest.Connect(t, server)
	losses := func(id string) string {
		original, err := registry.Run(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		runs, err := Of(t.Context(), registry, original, "")
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, run := range runs {
			sample := SampleOf(run)
			loss, _ := sample.Metrics.Get("loss")
			found = append(found, fmt.Sprint(loss, " ", sample.Seed))
		}
		slices.Sort(found)
		return strings.Join(found, ", ")
	}
	for id, want := range map[string]string{
		first:    "2 seed = 2, 3 seed = 3",
		bare:     "", // nobody knows its data
		homeless: "", // nobody knows its code
	} {
		if got := losses(id); got != want {
			t.Errorf("siblings: %s; want %s", got, want)
		}
	}
}

// TestSelection counts what the original was the best of.
func TestSelection(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	parent := server.AddRun(mlflowtest.Run{})
	var trial string
	for range 12 {
		trial = server.AddRun(mlflowtest.Run{Tags: map[string]string{lineage.MlflowParent: parent}})
	}
	alone := server.AddRun(mlflowtest.Run{})
	registry := flowtest.Connect(t, server)
	for id, want := range map[string]int{parent: 12, trial: 12, alone: 1} {
		run, err := registry.Run(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Selection(t.Context(), registry, run); err != nil || got != want {
			t.Errorf("selection of %s: %d, %v; want %d", id, got, err, want)
		}
	}
}
