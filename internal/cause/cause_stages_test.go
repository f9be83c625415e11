package cause

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCausesByStages holds what the locks of a pipeline, and failing them the
// curves, let be said of inputs that differ.
func TestCausesByStages(t *testing.T) {
	t.Parallel()
	drift := repro.Comparison{Deltas: []repro.Delta{{Name: "rmse", State: repro.StateOutside}}, Curves: []repro.Curve{{Name: "loss", Pattern: repro.PatternStart}}}
	born := repro.StageChange{Stage: "train", Outs: repro.OutsDiffer, Leads: true, Witness: "dvc.lock"}
	enters := func(stage, kind, name string) repro.StageChange {
		return repro.StageChange{Stage: stage, Outs: repro.OutsDiffer, Leads: true, Own: []repro.OwnChange{{Kind: kind, Name: name}}}
	}
	follows := repro.StageChange{Stage: "train", Outs: repro.OutsDiffer, Leads: true, Upstream: []string{"prepared.csv"}}
	differs := func(kind, name, original string) repro.Input {
		return repro.Input{Kind: kind, Name: name, Original: original, Now: "other", State: repro.InputDiffers}
	}
	read := func(name string) repro.Input {
		input := differs("file", name, "1")
		input.Bearing = repro.BearingRead
		return input
	}
	digest := differs("data", "rides", "mlflow 1a2b")
	variable := func(name string, bearing repro.Bearing) repro.Input {
		input := differs("variable", name, "1")
		input.Bearing = bearing
		return input
	}
	imports := map[string][]string{"": {"Makefile"}, "train": {"src/features.py", "tinyfit"}, "page": {"src/style.py", "tinypage"}}
	var seen []repro.Package
	for _, name := range []string{"tinyfit", "tinymath", "tinypage"} {
		seen = append(seen, repro.Package{Name: name, Version: "other", From: repro.SeenInTraining})
	}

	for _, c := range []struct {
		about  string
		inputs []repro.Input
		stages []repro.StageChange
		want   string // what is consistent with the drift, in order
		differ string // what differs and was not tested
	}{
		{"no locks, a digest and a curve", []repro.Input{digest}, nil, "data rides", ""},
		{"a digest of what an earlier stage made", []repro.Input{digest, differs("params", "longest", "40")},
			[]repro.StageChange{enters("prepare", "params", "longest"), follows}, "params longest", ""},
		{"a digest, and the stage that logs it has other code", []repro.Input{digest, differs("code", "train.py", "1")},
			[]repro.StageChange{enters("train", "code", "train.py")}, "code train.py", "data rides"},
		{"a curve where a stage points elsewhere", []repro.Input{differs("params", "batch", "1"), differs("code", "train.py", "1")},
			[]repro.StageChange{enters("train", "code", "train.py")}, "code train.py", "params batch"},
		{"packages that the stage imports, and that another does", []repro.Input{differs("environment", "tinypage", "1"), differs("environment", "tinyfit", "1")},
			[]repro.StageChange{born}, "environment tinyfit", "environment tinypage"},
		{"files that the stage imports, and that another does", []repro.Input{differs("code", "src/style.py", "1"), differs("code", "src/features.py", "1")},
			[]repro.StageChange{born}, "code src/features.py", "code src/style.py"},
		{"a file that was seen to be read and nothing names, and another stage's", []repro.Input{differs("file", "README.md", "1"), read("start.toml"), read("src/style.py")},
			[]repro.StageChange{born}, "file start.toml", "file README.md, file src/style.py"},
		{"a numerical package that nothing imports by name", []repro.Input{differs("environment", "numpy", "1")}, []repro.StageChange{born}, "environment numpy", ""},
		{"Python beside a package", []repro.Input{differs("environment", "Python", "3.11"), differs("environment", "tinyfit", "1")},
			[]repro.StageChange{born}, "environment tinyfit", "environment Python"},
		{"Python alone", []repro.Input{differs("environment", "Python", "3.11")}, []repro.StageChange{born}, "environment Python", ""},
		{"nothing but a package that another stage imports", []repro.Input{differs("environment", "tinypage", "1")},
			[]repro.StageChange{born}, "non-determinism stage train", "environment tinypage"},
		{"a Makefile that the run command calls, and what the training made of it", []repro.Input{digest, read("Makefile")},
			[]repro.StageChange{born}, "file Makefile", "data rides"},
		{"a package that another brings along, and that of another stage", []repro.Input{differs("environment", "tinymath", "1"), differs("environment", "tinypage", "1")},
			[]repro.StageChange{born}, "", "environment tinymath, environment tinypage"},
		{"how many threads, and where the machine is", []repro.Input{variable("TZ", ""), variable("OMP_NUM_THREADS", "")},
			[]repro.StageChange{born}, "variable OMP_NUM_THREADS", "variable TZ"},
		{"a variable whose values are known, and that a program has to look at", []repro.Input{variable("TZ", "")}, []repro.StageChange{born}, "", "variable TZ"},
		{"a variable of which only a digest is known", []repro.Input{variable("EXTRA", repro.BearingSeldom)},
			[]repro.StageChange{born}, "non-determinism stage train", "variable EXTRA"},
		{"how many threads, beside code that the stage imports", []repro.Input{variable("OMP_NUM_THREADS", ""), differs("code", "src/features.py", "1")},
			[]repro.StageChange{born}, "code src/features.py", "variable OMP_NUM_THREADS"},
	} {
		t.Run(c.about, func(t *testing.T) {
			t.Parallel()
			got := map[repro.Strength][]string{}
			causes := FindCauses(c.inputs, Clues{Stages: c.stages, Comparison: drift, Imports: imports, Now: repro.Lineage{Packages: seen}})
			for _, cause := range causes {
				got[cause.Strength] = append(got[cause.Strength], cause.Factor+" "+cause.Name)
			}
			if consistent, differ := strings.Join(got[repro.ConsistentWith], ", "), strings.Join(got[repro.DiffersUntested], ", "); consistent != c.want || differ != c.differ {
				t.Errorf("consistent with the drift: %q, want %q\ndiffers, untested: %q, want %q", consistent, c.want, differ, c.differ)
			}
		})
	}

	python := FindCauses([]repro.Input{differs("environment", "Python", "3.11")}, Clues{Stages: []repro.StageChange{born}, Comparison: drift})
	if !slices.ContainsFunc(python, func(c repro.Cause) bool { return c.Name == "stage train" && c.Strength == repro.NotRecorded }) {
		t.Errorf("Python alone differs, and chance is not listed beside it: %+v", python)
	}
}
