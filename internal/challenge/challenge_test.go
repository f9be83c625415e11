package challenge

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestInputs(t *testing.T) {
	t.Parallel()
	edit := func(name, logged string) repro.ParamEdit {
		return repro.ParamEdit{Name: name, Logged: logged, Status: repro.ParamUnchanged}
	}
	all := []repro.ParamEdit{
		edit("model", "forest"), edit("random_state", "42"), edit("test_size", "0.2"), edit("train.max_depth", "3"),
		{Name: "lr", Logged: "0.1", Status: repro.ParamLoggedOnly}, edit("eta", "0.0"), edit("verbose", "True"),
		{Name: "n_estimators", Logged: "5", Status: repro.ParamWritten}, {Logged: "7", Status: repro.ParamUnchanged},
	}
	for name, tt := range map[string]struct {
		edits []repro.ParamEdit
		asked string
		fits  bool
		want  []Input
	}{
		"what a model is fitted with comes first": {all, "", false, []Input{{"n_estimators", "5", "3"}, {"train.max_depth", "3", "2"}, {"test_size", "0.2", "0.1"}}},
		"a seed comes last":                       {all[:3], "", false, []Input{{"test_size", "0.2", "0.1"}, {"random_state", "42", "21"}}},
		"the one that is asked for":               {all, "random_state", false, []Input{{"random_state", "42", "21"}}},
		"no number":                               {all, "model", false, []Input{}},
		"no place in a file":                      {all, "lr", false, []Input{}},
		"no name":                                 {all[len(all)-1:], "", false, []Input{}},
		"what only fitting uses":                  {all, "", true, []Input{{"train.max_depth", "3", "2"}}},
		"what fitting uses, and none is":          {all, "n_estimators", true, []Input{}},
		"not how many threads there are": {[]repro.ParamEdit{edit("n_jobs", "2"), edit("data.num_workers", "4"), edit("model.nthread", "2"), edit("verbose", "1"),
			edit("log_every", "10"), edit("train.logEvery", "10"), edit("save_steps", "5"), edit("depth_of_log", "3")}, "", false, []Input{{"depth_of_log", "3", "2"}}},
		"of a cap so few that a fit has not ended": {[]repro.ParamEdit{edit("max_iter", "1000"), edit("model.maxIter", "2"), edit("epochs", "10")}, "", false,
			[]Input{{"max_iter", "1000", "1"}, {"model.maxIter", "2", "1"}, {"epochs", "10", "5"}}},
		"of a cap of very few": {[]repro.ParamEdit{edit("a.max_iter", "3"), edit("b.max_iter", "4"), edit("c.max_iter", "1")}, "", false,
			[]Input{{"a.max_iter", "3", "1"}, {"b.max_iter", "4", "1"}, {"c.max_iter", "1", "2"}}},
		"unless it is asked for": {[]repro.ParamEdit{edit("n_jobs", "2")}, "n_jobs", false, []Input{{"n_jobs", "2", "1"}}},
		"none":                   {nil, "", false, []Input{}},
	} {
		if got := Inputs(tt.edits, tt.asked, tt.fits); !reflect.DeepEqual(append([]Input{}, got...), tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// TestFits: which inputs show that a model was fitted, and not an old one scored on other
// rows, in other batches, with another penalty in its loss or with fewer of its trees.
func TestFits(t *testing.T) {
	t.Parallel()
	type fits struct{ unnamed, named bool }
	for names, want := range map[string]fits{
		"lr train.epochs model:max_depth min_samples_leaf learningRate optimizer/learning-rate model.maxDepth num_leaves": {true, true},
		"lora_rank warmup train_steps width": {false, true},
		"seed split.random_state test_size train_size trainSize train_frac val_fraction threshold data.n_samples":                        {},
		"batch_size batchSize train.batch-size per_device_train_batch_size batches eval_batch_size eval.lr validation/epochs test:lr":    {},
		"l2 alpha C weight_decay reg_lambda gamma lambda dropout":                                                                        {},
		"n_estimators num_boost_round iterations steps max_steps n_neighbors n_components":                                               {},
		"top_k k topk_k temperature num_beams beam quantile bootstrap_rounds sampling_steps score.window horizon metric_limit top5 rows": {},
	} {
		for name := range strings.FieldsSeq(names) {
			input := Input{Name: name, Old: "2", New: "1"}
			if got := (fits{input.Fits(false), input.Fits(true)}); got != want {
				t.Errorf("%s: unnamed and named %v, want %v", name, got, want)
			}
		}
	}
}

func TestOther(t *testing.T) {
	t.Parallel()
	for logged, want := range map[string]string{
		"0": "1", "1": "2", "2": "1", "3": "2", "200": "100", "-1": "0", "0.5": "0.25", "2.0": "1.0", "1e-05": "5e-06", "-0.1": "-0.05",
		"0.0": "", "nan": "", "inf": "", "None": "", "True": "", "": "", "5e-324": "", "99999999999": "", "adam": "",
	} {
		if got, numeric := other(logged); got != want || numeric != (want != "") {
			t.Errorf("%q: %q, want %q", logged, got, want)
		}
	}
}

func TestMoved(t *testing.T) {
	t.Parallel()
	judged := func(state repro.State) repro.Comparison {
		return repro.Comparison{Deltas: []repro.Delta{{Name: "accuracy", Original: 0.9, Reproduced: 0.9, State: state}}}
	}
	metrics := func(name string, v float64) repro.Metrics { return repro.NewMetrics(map[string]float64{name: v}) }
	for name, tt := range map[string]struct {
		compared repro.Comparison
		changed  repro.Metrics
		policy   repro.MetricPolicy
		want     bool
	}{
		"moved":                     {judged(repro.StateIdentical), metrics("accuracy", 0.8), repro.MetricPolicy{}, true},
		"by another name":           {judged(repro.StateWithin), metrics("acc", 0.8), repro.MetricPolicy{Map: map[string]string{"accuracy": "acc"}}, true},
		"selected by a glob":        {judged(repro.StateIdentical), metrics("accuracy", 0.8), repro.MetricPolicy{Select: []string{"acc*", "loss"}}, true},
		"stayed":                    {judged(repro.StateIdentical), metrics("accuracy", 0.9), repro.MetricPolicy{}, false},
		"within the tolerance":      {judged(repro.StateIdentical), metrics("accuracy", 0.9+1e-9), repro.MetricPolicy{}, false},
		"is the input's own value":  {judged(repro.StateIdentical), metrics("accuracy", 0.25), repro.MetricPolicy{}, false},
		"differs in every training": {judged(repro.StateOutside), metrics("accuracy", 0.8), repro.MetricPolicy{}, false},
		"not logged":                {judged(repro.StateIdentical), metrics("loss", 0.8), repro.MetricPolicy{}, false},
	} {
		moved, err := Moved(tt.compared, tt.changed, tt.policy, Input{"lr", "0.5", "0.25"})
		if err != nil || len(moved) > 1 || (len(moved) == 1) != tt.want || tt.want && moved[0].Name != "accuracy" {
			t.Errorf("%s: %+v, %v", name, moved, err)
		}
	}
}

// TestStayed: only the judged training's very values have stayed.
func TestStayed(t *testing.T) {
	t.Parallel()
	compared := repro.Comparison{Deltas: []repro.Delta{
		{Name: "loss", Original: 0.4, Reproduced: 0.41, State: repro.StateWithin}, {Name: "seconds", Original: 3, Reproduced: 4, State: repro.StateOutside},
	}}
	nan := repro.Comparison{Deltas: append([]repro.Delta{{Name: "r2", Original: math.NaN(), Reproduced: math.NaN(), State: repro.StateIdentical}}, compared.Deltas...)}
	named := repro.MetricPolicy{Map: map[string]string{"loss": "eval_loss"}}
	for name, tt := range map[string]struct {
		compared repro.Comparison
		changed  map[string]float64
		policy   repro.MetricPolicy
		want     bool
	}{
		"the same":                     {compared, map[string]float64{"loss": 0.41, "seconds": 5}, repro.MetricPolicy{}, true},
		"by another name":              {compared, map[string]float64{"eval_loss": 0.41}, named, true},
		"the original's":               {compared, map[string]float64{"loss": 0.4}, repro.MetricPolicy{}, false},
		"within a wide tolerance":      {compared, map[string]float64{"loss": 0.42}, repro.MetricPolicy{}, false},
		"not logged":                   {compared, map[string]float64{"seconds": 4}, repro.MetricPolicy{}, false},
		"beside one that is no number": {nan, map[string]float64{"loss": 0.41, "r2": math.NaN()}, repro.MetricPolicy{}, true},
		"the input's own value":        {compared, map[string]float64{"loss": 0.25}, repro.MetricPolicy{}, true},
		"one that was no number":       {nan, map[string]float64{"loss": 0.41, "r2": 0.5}, repro.MetricPolicy{}, false},
		"nothing came back to be held": {repro.Comparison{}, map[string]float64{"loss": 0.41}, repro.MetricPolicy{}, false},
	} {
		if got := Stayed(tt.compared, repro.NewMetrics(tt.changed), tt.policy, Input{"lr", "0.5", "0.25"}); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// TestDiffers: another value is one that is there, if only within the tolerance; what is not there
// is missing.
func TestDiffers(t *testing.T) {
	t.Parallel()
	compared := repro.Comparison{Deltas: []repro.Delta{{Name: "loss", Reproduced: 0.41, State: repro.StateWithin}, {Name: "seconds", Reproduced: 4, State: repro.StateOutside}, {Name: "lr", Reproduced: 0.5, State: repro.StateIdentical}}}
	for name, tt := range map[string]struct {
		changed map[string]float64
		differs bool
		missing string
	}{
		"the same":              {map[string]float64{"loss": 0.41, "seconds": 5}, false, ""},
		"another value":         {map[string]float64{"loss": 0.4100001}, true, ""},
		"the input's own value": {map[string]float64{"loss": 0.25}, false, ""},
		"not there":             {map[string]float64{"seconds": 5}, false, "loss"},
	} {
		changed := repro.NewMetrics(tt.changed)
		differs, missing := Differs(compared, changed, repro.MetricPolicy{}, Input{"lr", "0.5", "0.25"}), strings.Join(Missing(compared, changed, repro.MetricPolicy{}), " ")
		if differs != tt.differs || missing != tt.missing {
			t.Errorf("%s: differs %t, missing %q", name, differs, missing)
		}
	}
}

// TestNeeded: what is fine has to move; what counts decisions may stay, and what
// differs anyway says nothing.
func TestNeeded(t *testing.T) {
	t.Parallel()
	got := Needed(repro.Comparison{Deltas: []repro.Delta{
		{Name: "loss", Reproduced: 0.4142135623730951, State: repro.StateIdentical},
		{Name: "accuracy", Reproduced: 28.0 / 30, State: repro.StateIdentical},
		{Name: "val_loss", Reproduced: 0.7320508075688772, State: repro.StateOutside},
		{Name: "rmse", Reproduced: 1.2345678, State: repro.StateWithin},
		{Name: "nll", Reproduced: 11.04, State: repro.StateIdentical},
		{Name: "threshold_f1", Reproduced: 1.104, State: repro.StateIdentical},
		{Name: "rows", Reproduced: 150, State: repro.StateIdentical},
	}})
	if !reflect.DeepEqual(got, []string{"loss", "rmse", "nll"}) {
		t.Errorf("%v", got)
	}
}

// TestUnused: a value that a run has already is passed over.
func TestUnused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		old, used, want string
	}{
		{"200", "", "100"}, {"200", "100", "50"}, {"200", "100 50 25 13 7 4 201", "202"}, {"3", "2 1", "4"}, {"0", "1", "2"}, {"1", "2", "3"},
		{"0.5", "", "0.25"}, {"0.5", "0.25 0.125", "0.0625"}, {"-1", "0", "1"},
		{"0.5", "0.25 0.125 0.0625 0.03125 0.015625 0.0078125", "0.25"}, // it is tried all the same
	} {
		first, _ := other(tt.old)
		if got := (Input{"lr", tt.old, first}).Unused(func(value string) bool { return slices.Contains(strings.Fields(tt.used), value) }); got.New != tt.want || got.Old != tt.old {
			t.Errorf("%s, used %q: %v, want %s", tt.old, tt.used, got, tt.want)
		}
	}
	if got := (Input{"max_iter", "1000", "1"}).Unused(func(string) bool { return false }); got.New != "1" {
		t.Errorf("the value that is thought of and that no run has is not taken: %v", got)
	}
}
