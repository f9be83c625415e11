package collect

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A left is one run that a training left.
type left struct {
	id, name, parent string
	minute           int // of its start; it takes half a minute
	status           repro.RunStatus
	params           string // name=value …
	metrics          string // name=value …
	data             string // name/digest/context …
	tags             string
}

func (l left) run() repro.Run {
	pairs := func(text string) map[string]string {
		found := map[string]string{}
		for _, word := range strings.Fields(text) {
			name, value, _ := strings.Cut(word, "=")
			found[name] = value
		}
		return found
	}
	run := repro.Run{ID: l.id, Name: l.name, Status: l.status, ExperimentID: "1", Started: flowtest.Today.Add(time.Duration(l.minute) * time.Minute), Params: repro.NewParams(pairs(l.params)), Tags: map[string]string{}}
	run.Ended = run.Started.Add(30 * time.Second)
	if run.Status == "" {
		run.Status = repro.RunFinished
	}
	maps.Copy(run.Tags, pairs(l.tags))
	if l.parent != "" {
		run.Tags[lineage.MlflowParent] = l.parent
	}
	for _, word := range strings.Fields(l.metrics) {
		var metric repro.Metric
		name, value, _ := strings.Cut(word, "=")
		metric.Name = name
		if _, err := fmt.Sscan(value, &metric.Value); err != nil {
			panic(err)
		}
		run.Metrics = append(run.Metrics, metric)
	}
	for _, word := range strings.Fields(l.data) {
		parts := strings.Split(word, "/")
		run.Datasets = append(run.Datasets, repro.Dataset{Name: parts[0], Digest: parts[1], Context: parts[2]})
	}
	return run
}

// TestAskedFor: the run that was asked for is taken though another fits better; none is taken where
// there is no such run, and the message for what nothing tells apart says how to ask.
func TestAskedFor(t *testing.T) {
	t.Parallel()
	folds := []left{
		{id: "a", name: "fold-1", params: "lr=0.5 seed=1", metrics: "acc=0.9", tags: "fold=1 kind=x"},
		{id: "b", name: "fold-2", params: "lr=0.5 seed=1", metrics: "acc=0.8", tags: "fold=2 kind=x"},
		{id: "c", name: "fold-2", params: "lr=0.5", metrics: "acc=0.7", tags: "fold=3 kind=y", parent: "a"},
	}
	made := []left{{id: "a", name: "calm-cow-1", metrics: "acc=0.9"}, {id: "b", name: "bold-ant-3", metrics: "acc=0.8"}}
	tagged := []left{{id: "a", name: "calm-cow-1", metrics: "acc=0.9", tags: "seed=1"}, {id: "b", name: "bold-ant-3", metrics: "acc=0.8", tags: "seed=2"}}
	for name, tt := range map[string]struct {
		now    []left
		asked  repro.AskedRun
		want   string
		reason repro.Reason
		said   string
	}{
		"by its name":              {folds, repro.AskedRun{Name: "fold-1"}, "a", "", ""},
		"the best of one name":     {folds, repro.AskedRun{Name: "fold-2"}, "b", "", ""},
		"by a tag":                 {folds, repro.AskedRun{Tags: map[string]string{"fold": "2"}}, "b", "", ""},
		"one that fits less":       {folds, repro.AskedRun{Tags: map[string]string{"fold": "3"}}, "c", "", ""},
		"by both":                  {folds, repro.AskedRun{Name: "fold-2", Tags: map[string]string{"kind": "y"}}, "c", "", ""},
		"a part of another run":    {folds[2:], repro.AskedRun{Name: "fold-2"}, "c", "", ""},
		"no such name":             {folds, repro.AskedRun{Name: "fold-3"}, "", repro.MetricsMissing, "no run of this training has the name fold-3; it made a fold-1, b fold-2, c fold-2. Correct --run-name"},
		"no such tag":              {folds, repro.AskedRun{Name: "fold-1", Tags: map[string]string{"fold": "2"}}, "", repro.MetricsMissing, "has the name fold-1 and the tag fold=2; it made"},
		"a tag that is empty":      {folds, repro.AskedRun{Tags: map[string]string{"other": ""}}, "", repro.MetricsMissing, "the tag other="},
		"names that are their own": {folds[:2], repro.AskedRun{}, "", repro.AmbiguousRun, "Choose one with --run-name, of fold-1, fold-2"},
		"tags that are their own":  {tagged, repro.AskedRun{}, "", repro.AmbiguousRun, "Choose one with --match-tag, of seed=1, seed=2"},
		"names that are made up":   {made, repro.AskedRun{}, "", repro.AmbiguousRun, "Give each run a fixed name (mlflow.start_run(run_name=…)) and choose it with --run-name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var now []repro.Run
			for _, run := range tt.now {
				now = append(now, run.run())
			}
			original := left{id: "original", params: "lr=0.5 seed=1", metrics: "acc=0.9"}.run()
			f := Collector{Registry: &mlflow.Registry{Store: &flowtest.Store{}}}
			got, err := f.choose(t.Context(), repro.Plan{Original: original, Asked: tt.asked}, repro.Change{}, now, &Collected{})
			doubt, _ := repro.AsDoubt(err)
			if tt.want != "" && (err != nil || got.ID != tt.want) || tt.want == "" && (doubt == nil || doubt.Reason != tt.reason || !strings.Contains(err.Error(), tt.said)) {
				t.Errorf("chose %s (%v), want %s%s: %s", got.ID, err, tt.want, tt.reason, tt.said)
			}
		})
	}
}

// TestChoose: which of several runs is the original's counterpart, and that none
// is taken where nothing tells and they do not agree.
func TestChoose(t *testing.T) {
	t.Parallel()
	plain := left{id: "original", params: "lr=0.5 seed=1", metrics: "acc=0.9"}
	fold := left{id: "original", name: "fold-3", metrics: "acc=0.9"}
	third := left{id: "original", parent: "p0", minute: -9, metrics: "acc=0.9"}
	for name, tt := range map[string]struct {
		original left
		before   []left // other runs of the original's training
		now      []left
		want     string // "" for none
	}{
		"the only one":                 {plain, nil, []left{{id: "a"}}, "a"},
		"the one with the metrics":     {plain, nil, []left{{id: "prepare", params: "lr=0.5 seed=1"}, {id: "train", params: "lr=0.5 seed=1", metrics: "acc=1"}}, "train"},
		"seeds by value":               {plain, nil, []left{{id: "a", params: "lr=0.5 seed=0", metrics: "acc=0.9"}, {id: "b", params: "lr=0.50 seed=1", metrics: "acc=0.8"}}, "b"},
		"a baseline logs other params": {plain, nil, []left{{id: "dummy", params: "strategy=prior", metrics: "acc=0.9"}, {id: "b", params: "lr=0.5 seed=1", metrics: "acc=0.8"}}, "b"},
		"a baseline logs params more":  {plain, nil, []left{{id: "a", params: "lr=0.5 seed=1 alpha=1", metrics: "acc=0.9"}, {id: "b", params: "lr=0.5 seed=1", metrics: "acc=0.8"}}, "b"},
		"folds by name":                {fold, nil, []left{{id: "a", name: "fold-1", metrics: "acc=0.9"}, {id: "b", name: "fold-3", metrics: "acc=0.8"}}, "b"},
		"folds by data": {left{id: "original", metrics: "acc=0.9", data: "d/f3/train"}, nil,
			[]left{{id: "a", metrics: "acc=0.9", data: "d/f1/train"}, {id: "b", metrics: "acc=0.8", data: "d/f3/train"}}, "b"},
		"by what the data is for": {left{id: "original", metrics: "acc=0.9", data: "d/f3/eval"}, nil,
			[]left{{id: "a", metrics: "acc=0.9", data: "d/f4/train"}, {id: "b", metrics: "acc=0.8", data: "d/f4/eval"}}, "b"},
		"by a tag": {left{id: "original", metrics: "acc=0.9", tags: "fold=3"}, nil,
			[]left{{id: "a", metrics: "acc=0.9", tags: "fold=1"}, {id: "b", metrics: "acc=0.8", tags: "fold=3"}}, "b"},
		"by its program": {left{id: "original", metrics: "acc=0.9", tags: "mlflow.source.name=src/train.py"}, nil,
			[]left{{id: "a", metrics: "acc=0.9", tags: "mlflow.source.name=src/baseline.py"}, {id: "b", metrics: "acc=0.8", tags: "mlflow.source.name=/x/train.py"}}, "b"},
		"the parent, where the original is none": {plain, nil, []left{{id: "a", parent: "b", params: "lr=0.5 seed=1", metrics: "acc=0.9"}, {id: "b", params: "lr=0.5 seed=1", metrics: "acc=0.8"}}, "b"},
		"the child, where the original is one":   {left{id: "original", parent: "p", metrics: "acc=0.9"}, nil, []left{{id: "a", metrics: "acc=0.9"}, {id: "b", parent: "a", metrics: "acc=0.8"}}, "b"},
		"by its place among nested runs":         {third, []left{{id: "o1", parent: "p0", minute: -11}, {id: "o2", parent: "p0", minute: -10}}, []left{{id: "p"}, {id: "a", parent: "p", minute: 1, metrics: "acc=1"}, {id: "b", parent: "p", minute: 2, metrics: "acc=2"}, {id: "c", parent: "p", minute: 3, metrics: "acc=3"}}, "c"},
		"no place where the number is another":   {third, []left{{id: "o1", parent: "p0", minute: -11}}, []left{{id: "p"}, {id: "a", parent: "p", minute: 1, metrics: "acc=1"}, {id: "b", parent: "p", minute: 2, metrics: "acc=2"}, {id: "c", parent: "p", minute: 3, metrics: "acc=3"}}, ""},
		"no place where they overlapped":         {third, []left{{id: "o1", parent: "p0", minute: -10}, {id: "o2", parent: "p0", minute: -10}}, []left{{id: "p"}, {id: "a", parent: "p", minute: 1, metrics: "acc=1"}, {id: "b", parent: "p", minute: 2, metrics: "acc=2"}, {id: "c", parent: "p", minute: 3, metrics: "acc=3"}}, ""},
		"a retry":                                {plain, nil, []left{{id: "a", params: "lr=0.5 seed=1", status: repro.RunFailed}, {id: "b", minute: 1, params: "lr=0.5 seed=1", metrics: "acc=0.8"}}, "b"},
		"a retry of one that had its metrics":    {plain, nil, []left{{id: "a", params: "lr=0.5 seed=1", metrics: "acc=0.9", status: repro.RunFailed}, {id: "b", minute: 1, params: "lr=0.5 seed=1", metrics: "acc=0.8"}}, "b"},
		"a retry that counts its attempts":       {left{id: "original", name: "attempt-1", metrics: "acc=0.9"}, nil, []left{{id: "a", name: "attempt-1", status: repro.RunFailed}, {id: "b", name: "attempt-2", minute: 1, metrics: "acc=0.8"}}, "b"},
		"the fold failed, by name":               {fold, nil, []left{{id: "a", name: "fold-3", status: repro.RunFailed}, {id: "b", name: "fold-4", minute: 1, metrics: "acc=0.9"}}, ""},
		"a later one failed":                     {plain, nil, []left{{id: "a", params: "lr=0.5 seed=1", metrics: "acc=0.9"}, {id: "b", minute: 1, params: "lr=0.5 seed=1", status: repro.RunFailed}}, ""},
		"another program failed":                 {plain, nil, []left{{id: "a", params: "lr=0.5 seed=1", metrics: "acc=0.9"}, {id: "b", minute: 1, params: "lr=0.5", status: repro.RunFailed}}, "a"},
		"folds that nothing tells apart":         {plain, nil, []left{{id: "a", params: "lr=0.5", metrics: "acc=0.9"}, {id: "b", params: "lr=0.5", metrics: "acc=0.8"}}, ""},
		"names that MLflow made up":              {left{id: "original", name: "calm-cow-1", metrics: "acc=0.9"}, nil, []left{{id: "a", name: "wise-owl-2", metrics: "acc=0.9"}, {id: "b", name: "bold-ant-3", metrics: "acc=0.8"}}, ""},
		"alike, and they agree":                  {plain, nil, []left{{id: "late", minute: 9, params: "lr=0.5", metrics: "acc=0.8"}, {id: "early", minute: 1, params: "lr=0.5", metrics: "acc=0.8"}}, "early"},
		"one by its params, one by its name":     {left{id: "original", name: "x", params: "seed=1", metrics: "acc=0.9"}, nil, []left{{id: "a", name: "x", params: "seed=2", metrics: "acc=0.9"}, {id: "b", name: "y", params: "seed=1", metrics: "acc=0.8"}}, ""},
		"a part of its counterpart":              {plain, nil, []left{{id: "a", parent: "nobody's", params: "lr=0.5 seed=1", metrics: "acc=0.9"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := &flowtest.Store{Logged: []repro.Run{tt.original.run()}}
			for _, run := range tt.before {
				store.Logged = append(store.Logged, run.run())
			}
			var now []repro.Run
			for _, run := range tt.now {
				now = append(now, run.run())
			}
			f := Collector{Registry: &mlflow.Registry{Store: store}}
			got, err := f.choose(t.Context(), repro.Plan{Original: tt.original.run()}, repro.Change{}, now, &Collected{})
			if tt.want != "" && (err != nil || got.ID != tt.want) {
				t.Errorf("chose %s (%v), want %s", got.ID, err, tt.want)
			}
			if tt.want != "" {
				return
			}
			doubt, ok := repro.AsDoubt(err)
			if !ok || doubt.Reason != repro.AmbiguousRun {
				t.Fatalf("chose %s (%v), want a doubt with reason %s", got.ID, err, repro.AmbiguousRun)
			}
			if len(now) > 1 && !strings.Contains(err.Error(), "a (") && !strings.Contains(err.Error(), "a "+now[0].Name) {
				t.Errorf("the message does not list the runs: %v", err)
			}
		})
	}
}
