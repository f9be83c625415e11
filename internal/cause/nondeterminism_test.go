package cause

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// a lineage that names packages, for the table.
func packagesOf(pairs ...string) repro.Lineage {
	var l repro.Lineage
	for _, pair := range pairs {
		name, version, _ := strings.Cut(pair, "==")
		l.Packages = append(l.Packages, repro.Package{Name: name, Version: version, From: "requirements.txt of model m"})
	}
	return l
}

func seeded(l repro.Lineage, seeds ...string) repro.Lineage {
	for _, seed := range seeds {
		l.Seeds = append(l.Seeds, repro.Fact{Value: seed})
	}
	return l
}

func on(l repro.Lineage, hardware, threads string) repro.Lineage {
	l.Hardware, l.Threads = repro.Fact{Value: hardware}, repro.Fact{Value: threads}
	return l
}

// Every row of the table has a case in which it is seen and one, as near to it
// as can be, in which it is not.
func TestChances(t *testing.T) {
	t.Parallel()
	params := func(pairs ...string) repro.Params {
		m := map[string]string{}
		for _, pair := range pairs {
			name, value, _ := strings.Cut(pair, "=")
			m[name] = value
		}
		return repro.NewParams(m)
	}
	type side struct {
		lineage repro.Lineage
		params  repro.Params
	}
	type pair struct{ original, now side }
	both := func(l repro.Lineage, p repro.Params) pair { return pair{side{l, p}, side{l, p}} }
	cases := map[string][2]pair{
		"unseeded estimator": {both(seeded(repro.Lineage{}, "random_state = None"), nil), both(seeded(repro.Lineage{}, "random_state = 1"), nil)},
		"unseeded framework": {both(packagesOf("torch==2.1.0"), nil), both(packagesOf("lightgbm==4.1.0"), nil)},
		"seed gone": {pair{side{lineage: seeded(repro.Lineage{}, "seed = 7")}, side{params: params("lr=1")}},
			pair{side{lineage: seeded(repro.Lineage{}, "seed = 7")}, side{}}},
		"threads":   {pair{side{params: params("rf.n_jobs=4")}, side{params: params("rf.n_jobs=8")}}, both(repro.Lineage{}, params("rf.n_jobs=4"))},
		"all cores": {both(repro.Lineage{}, params("clf__n_jobs=-1")), both(repro.Lineage{}, params("clf__n_jobs=1"))},
		"LightGBM's choice of layout": {both(packagesOf("lightgbm==4.1.0"), nil),
			both(packagesOf("lightgbm==4.1.0"), params("deterministic=True"))},
		"LightGBM on a GPU": {both(packagesOf("lightgbm==4.1.0"), params("device=gpu")), both(packagesOf("lightgbm==4.1.0"), params("device=gpu", "gpu_use_dp=true"))},
		"XGBoost's threads": {both(packagesOf("xgboost==2.0.0"), nil), both(packagesOf("xgboost==2.0.0"), params("nthread=1"))},
		"CUDA kernels":      {both(packagesOf("torch==2.1.0"), params("device=cuda:0")), both(packagesOf("torch==2.1.0"), params("device=cpu"))},
		"TensorFlow's kernels": {both(on(packagesOf("tensorflow==2.8.0"), "GPU T4", ""), nil),
			both(on(packagesOf("tensorflow==2.7.0"), "GPU T4", ""), nil)},
		"loader workers": {both(packagesOf("torch==2.1.0"), params("num_workers=4")), both(packagesOf("torch==2.1.0"), params("num_workers=0"))},
		"another machine": {pair{side{lineage: on(repro.Lineage{}, "A100", "")}, side{lineage: on(repro.Lineage{}, "T4", "")}},
			pair{side{lineage: on(repro.Lineage{}, "A100", "")}, side{}}},
		"TF32": {pair{side{lineage: on(packagesOf("torch==1.11.0"), "gpu", "")}, side{lineage: packagesOf("torch==1.12.0")}},
			pair{side{lineage: on(packagesOf("torch==1.12.0"), "gpu", "")}, side{lineage: packagesOf("torch==1.13.0")}}},
		"floats read from CSV": {pair{side{lineage: packagesOf("pandas==3.0.6")}, side{lineage: packagesOf("pandas==3.1.0")}},
			pair{side{lineage: packagesOf("pandas==2.2.3")}, side{lineage: packagesOf("pandas==3.0.6")}}},
		"rows that a Polars seed draws": {pair{side{lineage: packagesOf("polars==1.32.0")}, side{lineage: packagesOf("polars==1.31.0")}},
			pair{side{lineage: packagesOf("polars==1.32.0")}, side{lineage: packagesOf("polars==2.1.0")}}},
		"codes of Polars categories": {pair{side{lineage: packagesOf("polars==1.31.0")}, side{lineage: packagesOf("polars==1.32.0")}},
			pair{side{lineage: packagesOf("polars==1.32.0")}, side{lineage: packagesOf("polars==2.1.0")}}},
		"trials that an Optuna seed proposes": {pair{side{lineage: packagesOf("optuna==4.9.0")}, side{lineage: packagesOf("optuna==5.0.0")}},
			pair{side{lineage: packagesOf("optuna==4.0.0")}, side{lineage: packagesOf("optuna==4.8.0")}}},
		"NumPy's streams": {pair{side{lineage: packagesOf("numpy==1.26.0")}, side{lineage: packagesOf("numpy==1.26.1")}},
			pair{side{lineage: packagesOf("numpy==1.26.0")}, side{lineage: packagesOf("numpy==1.26")}}},
	}
	for _, row := range chances {
		c, ok := cases[row.name]
		if !ok {
			t.Errorf("%s: no case", row.name)
			continue
		}
		for i, want := range []bool{true, false} {
			found := chancesOf(factsOf(c[i].original.lineage, c[i].now.lineage, c[i].original.params, c[i].now.params))
			at := slices.IndexFunc(found, func(cause repro.Cause) bool { return cause.Name == row.name })
			if (at >= 0) != want {
				t.Errorf("%s: seen %v, want %v; found %+v", row.name, at >= 0, want, found)
				continue
			}
			if want && (!strings.Contains(found[at].Evidence, "could contribute") || found[at].Strength != repro.NotRecorded || found[at].Next == "") {
				t.Errorf("%s says more or less than it may: %+v", row.name, found[at])
			}
		}
		if link, err := url.Parse(row.source); err != nil || link.Scheme != "https" || row.statement == "" || row.fix == "" {
			t.Errorf("%s: incomplete: %+v", row.name, row)
		}
	}
}

// TestSeedGone: a seed is gone only from a run that recorded something.
func TestSeedGone(t *testing.T) {
	t.Parallel()
	seven, lr := seeded(repro.Lineage{}, "seed = 7"), repro.Params{{Name: "lr", Value: "1"}}
	for _, tt := range []struct {
		now    repro.Lineage
		params repro.Params
		want   bool
	}{{repro.Lineage{}, lr, true}, {repro.Lineage{}, nil, false}, {seeded(repro.Lineage{}, "seed = 8"), nil, false}, {seeded(repro.Lineage{}, "seed = 7"), nil, false}, {seeded(repro.Lineage{}, "seed = None"), nil, true}} {
		if _, gone := seedGone(factsOf(seven, tt.now, nil, tt.params)); gone != tt.want {
			t.Errorf("%+v, %+v: gone %v", tt.now.Seeds, tt.params, gone)
		}
	}
}

// No sentence may say that something made the difference.
func TestNothingIsCalledACause(t *testing.T) {
	t.Parallel()
	drift := repro.Comparison{Deltas: []repro.Delta{{Name: "accuracy", State: repro.StateOutside}}}
	inputs := []repro.Input{
		{Kind: "data", Name: "data/a.csv", Original: "md5 1", Now: "md5 2", State: repro.InputDiffers},
		{Kind: "environment", Name: "numpy", Original: "1.26.0", Now: "2.0.0", State: repro.InputDiffers},
		{Kind: "seed", Name: "seed", State: repro.InputUnknown},
	}
	born := []repro.StageChange{{Stage: "train", Outs: repro.OutsDiffer, Leads: true}}
	enters := []repro.StageChange{{Stage: "prepare", Outs: repro.OutsDiffer, Leads: true, Own: []repro.OwnChange{{Kind: "data", Name: "data/a.csv"}}}}
	idle := []repro.StageChange{{Stage: "prepare", Outs: repro.OutsEqual, Leads: true, Own: []repro.OwnChange{{Kind: "data", Name: "data/a.csv"}}}}
	for name, stages := range map[string][]repro.StageChange{"none": nil, "born": born, "enters": enters, "idle": idle} {
		causes := FindCauses(inputs, Clues{Stages: stages, Comparison: drift})
		for _, cause := range causes {
			if cause.Strength == repro.Established || cause.Strength == repro.Isolated {
				t.Errorf("%s: %s without an experiment: %+v", name, cause.Strength, cause)
			}
		}
		text := strings.ToLower(Conclude(drift, causes))
		for _, word := range []string{"caused", "because", "due to", "reason"} {
			if text == "" || strings.Contains(text, word) {
				t.Errorf("%s: says %q", name, text)
			}
		}
		if name == "idle" && slices.ContainsFunc(causes, func(c repro.Cause) bool { return c.Name == "data/a.csv" && c.Strength != repro.Same }) {
			t.Errorf("data that changed no output is not ruled out: %+v", causes)
		}
	}
}

// A line to paste is made from package names and versions and nothing else.
func TestNextIsNoShellCode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, original, want string }{
		{"numpy", "1.26.0", "pip install numpy==1.26.0"},
		{"numpy", "1.26.0; rm -rf ~", ""},
		{"numpy", "$(id)", ""},
		{"numpy;id", "1.0", ""},
		{"numpy", "git+https://host/x@main", ""},
		{"Python", "3.11", ""},
		{"left", "not there", "pip uninstall left"},
		{"`id`", "not there", ""},
	} {
		if got := nextFor(repro.Input{Kind: "environment", Name: c.name, Original: c.original, Now: "2.0"}); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.name, c.original, got, c.want)
		}
	}
}

// TestChances_declaredAlone: a package that was seen not to be imported has no part in chance.
func TestChances_declaredAlone(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]bool{repro.SeenInTraining: false, "the run": true} {
		now := packagesOf("pandas==3.1.1")
		now.Packages[0].Declared, now.Python = true, repro.Fact{Value: "3.11.7", From: from}
		if _, crossed := factsOf(packagesOf("pandas==2.0.0"), now, nil, nil).crosses("pandas", "3.1"); crossed != want {
			t.Errorf("Python known from %s: %v", from, crossed)
		}
	}
}
