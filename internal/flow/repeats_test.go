package flow

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// repeated takes a reproduction whose training number n logs losses[n-1].
func repeated(t *testing.T, flags map[string]string, losses ...float64) (repro.Result, *desk) {
	t.Helper()
	f, d, s := newBench()
	d.train = func(number int, plan repro.Plan) train.Training {
		loss := losses[min(number, len(losses))-1]
		s.runs = append(s.runs, rerunOf(plan, number, map[string]float64{"accuracy": 0.9777777777777777, "loss": loss}))
		return succeeded()
	}
	result, err := f.Reproduce(t.Context(), benchSettings(t, flags))
	if err != nil {
		t.Fatal(err)
	}
	return result, d
}

func TestRepeats(t *testing.T) {
	t.Parallel()
	noisy := []float64{0.1412, 0.1187, 0.1334, 0.1221, 0.1302, 0.1149, 0.1268, 0.1375}
	for name, tt := range map[string]struct {
		repeats   string
		losses    []float64
		trainings int
		verdict   repro.Verdict
		reason    repro.Reason
	}{
		"one is all that was asked for":          {"1", []float64{0.25}, 1, repro.Drifted, repro.MetricsOutsideTolerance},
		"the first one settles it":               {"8", []float64{0.125}, 1, repro.Reproduced, repro.Identical},
		"three show that it always comes out so": {"8", []float64{0.31415926535}, 3, repro.Drifted, repro.MetricsOutsideTolerance},
		"no further one is likely to tell":       {"8", noisy, 3, repro.Unverified, repro.NoiseTooLarge},
		"no more than was asked for":             {"3", noisy, 3, repro.Unverified, repro.NoiseTooLarge},
		"noise that matters little":              {"8", []float64{0.1252, 0.1248, 0.1251}, 3, repro.Reproduced, repro.WithinNoise},
		"near the edge: two looks more":          {"8", []float64{0.135, 0.137, 0.136, 0.1365, 0.1355}, 5, repro.Drifted, repro.MetricsOutsideTolerance},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, d := repeated(t, map[string]string{"repeats": tt.repeats}, tt.losses...)
			if result.Verdict != tt.verdict || result.Reason != tt.reason || len(d.trainings) != tt.trainings || len(result.Repeats) != tt.trainings-1 {
				t.Errorf("%s, %s after %d trainings (%d kept); want %s, %s after %d\n%s", result.Verdict, result.Reason, len(d.trainings), len(result.Repeats)+1, tt.verdict, tt.reason, tt.trainings, judge.Summary(result))
			}
		})
	}
}

// TestEqualRepeatsOfACoarseMetric: equal accuracies tell nothing unless the way
// there, as the tracking server has it, is equal too.
func TestEqualRepeatsOfACoarseMetric(t *testing.T) {
	t.Parallel()
	rising := []float64{.1, .2, .3, .4, .5, .6, .7, .75, .8, .85, .9}
	other := slices.Clone(rising)
	other[4] = .55
	for name, tt := range map[string]struct {
		original []float64
		second   []float64 // of the second training; the others have rising
		verdict  repro.Verdict
		detail   string
	}{
		"the same curve":           {other, rising, repro.Drifted, ""},
		"another curve":            {other, other, repro.Unverified, "3 equal re-runs; noise alone gives this with probability up to 0.125"},
		"no curve":                 {nil, nil, repro.Unverified, "3 equal re-runs"},
		"the original's own curve": {rising, rising, repro.Unverified, "3 equal re-runs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			step := int64(0)
			if tt.original != nil {
				step = 10
			}
			original := firstRun
			original.Metrics = repro.Metrics{{Name: "accuracy", Value: 28.0 / 30, Step: step}}
			s.runs, s.curves = []repro.Run{original}, map[string][]float64{originalID: tt.original}
			d.train = func(number int, plan repro.Plan) train.Training {
				run := rerunOf(plan, number, nil)
				run.Metrics = repro.Metrics{{Name: "accuracy", Value: 0.9, Step: step}}
				if s.curves[run.ID] = rising; number == 2 || tt.second == nil {
					s.curves[run.ID] = tt.second
				}
				s.runs = append(s.runs, run)
				return succeeded()
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"repeats": "3"}))
			if err != nil {
				t.Fatal(err)
			}
			if result.Verdict != tt.verdict || len(d.trainings) != 3 || !strings.Contains(result.Detail, tt.detail) {
				t.Errorf("%s (%s) after %d trainings: %s", result.Verdict, result.Reason, len(d.trainings), judge.Summary(result))
			}
		})
	}
}

// TestRepeatsAreApart: each has a branch, an id and a run of its own.
func TestRepeatsAreApart(t *testing.T) {
	t.Parallel()
	result, d := repeated(t, map[string]string{"repeats": "3", "branch": "try"}, 0.25, 0.25, 0.25)
	var branches, ids []string
	for _, plan := range d.trainings {
		branches, ids = append(branches, plan.Branch), append(ids, plan.ID)
	}
	if !slices.Equal(branches, []string{"try", "try-r2", "try-r3"}) {
		t.Errorf("branches %q", branches)
	}
	if slices.Sort(ids); len(slices.Compact(ids)) != 3 {
		t.Errorf("ids %q are not all different", ids)
	}
	if result.Change.Branch != "try" || result.Reproduction.ID == result.Repeats[0].ID || result.Repeats[0].ID == result.Repeats[1].ID {
		t.Errorf("the result names branch %s and runs %s, %s, %s", result.Change.Branch, result.Reproduction.ID, result.Repeats[0].ID, result.Repeats[1].ID)
	}
}

// TestRepeatThatFails: a re-run passes the same gates as the first one, and one
// that does not ends the check with its doubt, whatever the others said.
func TestRepeatThatFails(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		second func(training *train.Training, run *repro.Run)
		reason repro.Reason
	}{
		"it fails":               {func(training *train.Training, _ *repro.Run) { training.Execution.Status = repro.ExecFailed }, repro.PipelineFailed},
		"it is skipped":          {func(training *train.Training, _ *repro.Run) { training.Execution.Skipped = []string{"train"} }, repro.NotExecuted},
		"it logs nothing":        {func(_ *train.Training, run *repro.Run) { run.Tags = nil }, repro.MetricsMissing},
		"it has other params":    {func(_ *train.Training, run *repro.Run) { run.Params = nil }, repro.ParamsNotApplied},
		"it replaces the params": {func(training *train.Training, _ *repro.Run) { training.Rewrote = []string{"params.yaml"} }, repro.ParamsNotApplied},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			d.train = func(number int, plan repro.Plan) train.Training {
				training, run := succeeded(), rerunOf(plan, number, map[string]float64{"accuracy": 0.9777777777777777, "loss": 0.13})
				if number == 2 {
					tt.second(&training, &run)
				}
				s.runs = append(s.runs, run)
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"repeats": "5"}))
			if err != nil {
				t.Fatal(err)
			}
			gate, _ := repro.FirstFailed(result.Evidence)
			if result.Verdict != repro.Unverified || result.Reason != tt.reason || len(d.trainings) != 2 || !strings.HasPrefix(gate.Name, "re-run 2: ") {
				t.Errorf("%s, %s after %d trainings, gate %q; want unverified, %s after 2", result.Verdict, result.Reason, len(d.trainings), gate.Name, tt.reason)
			}
		})
	}
}

func TestIsSibling(t *testing.T) {
	t.Parallel()
	first := firstRun
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
		"itself":                    {func(r *repro.Run) { r.ID = originalID }, false},
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
		"part of another run":      {tagged(parentTag, "search"), false},
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
	f := flowOf(nil, connect(t, server))
	losses := func(id string) string {
		original, err := f.Registry.Run(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		siblings, err := f.siblings(t.Context(), original, "")
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, run := range siblings {
			sample := sampleOf(run)
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
		trial = server.AddRun(mlflowtest.Run{Tags: map[string]string{parentTag: parent}})
	}
	alone := server.AddRun(mlflowtest.Run{})
	f := flowOf(nil, connect(t, server))
	for id, want := range map[string]int{parent: 12, trial: 12, alone: 1} {
		run, err := f.Registry.Run(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := f.selection(t.Context(), run); err != nil || got != want {
			t.Errorf("selection of %s: %d, %v; want %d", id, got, err, want)
		}
	}
}
