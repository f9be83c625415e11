package repro

import (
	"slices"
	"strings"
	"testing"
)

// TestCausesByStages holds what the locks of a pipeline, and failing them the
// curves, let be said of inputs that differ.
func TestCausesByStages(t *testing.T) {
	t.Parallel()
	drift := Comparison{Deltas: []Delta{{Name: "rmse", State: StateOutside}}, Curves: []Curve{{Name: "loss", Pattern: PatternStart}}}
	born := StageChange{Stage: "train", Outs: OutsDiffer, Leads: true, Witness: "dvc.lock"}
	enters := func(stage, kind, name string) StageChange {
		return StageChange{Stage: stage, Outs: OutsDiffer, Leads: true, Own: []OwnChange{{Kind: kind, Name: name}}}
	}
	follows := StageChange{Stage: "train", Outs: OutsDiffer, Leads: true, Upstream: []string{"prepared.csv"}}
	differs := func(kind, name, original string) Input {
		return Input{Kind: kind, Name: name, Original: original, Now: "other", State: InputDiffers}
	}
	digest := differs("data", "rides", "mlflow 1a2b")
	imports := map[string][]string{"train": {"src/features.py", "tinyfit"}, "page": {"src/style.py", "tinypage"}}

	for _, c := range []struct {
		about  string
		inputs []Input
		stages []StageChange
		want   string // what is consistent with the drift, in order
		differ string // what differs and was not tested
	}{
		{"no locks, a digest and a curve", []Input{digest}, nil, "data rides", ""},
		{"a digest of what an earlier stage made", []Input{digest, differs("params", "longest", "40")},
			[]StageChange{enters("prepare", "params", "longest"), follows}, "params longest", ""},
		{"a digest, and the stage that logs it has other code", []Input{digest, differs("code", "train.py", "1")},
			[]StageChange{enters("train", "code", "train.py")}, "code train.py", "data rides"},
		{"a curve where a stage points elsewhere", []Input{differs("params", "batch", "1"), differs("code", "train.py", "1")},
			[]StageChange{enters("train", "code", "train.py")}, "code train.py", "params batch"},
		{"packages that the stage imports, and that another does", []Input{differs("environment", "tinypage", "1"), differs("environment", "tinyfit", "1")},
			[]StageChange{born}, "environment tinyfit", "environment tinypage"},
		{"files that the stage imports, and that another does", []Input{differs("code", "src/style.py", "1"), differs("code", "src/features.py", "1")},
			[]StageChange{born}, "code src/features.py", "code src/style.py"},
		{"a numerical package that nothing imports by name", []Input{differs("environment", "numpy", "1")}, []StageChange{born}, "environment numpy", ""},
		{"Python beside a package", []Input{differs("environment", "Python", "3.11"), differs("environment", "tinyfit", "1")},
			[]StageChange{born}, "environment tinyfit", "environment Python"},
		{"Python alone", []Input{differs("environment", "Python", "3.11")}, []StageChange{born}, "environment Python", ""},
		{"nothing but a package that another stage imports", []Input{differs("environment", "tinypage", "1")},
			[]StageChange{born}, "non-determinism stage train", "environment tinypage"},
	} {
		t.Run(c.about, func(t *testing.T) {
			t.Parallel()
			got := map[Strength][]string{}
			causes := FindCauses(c.inputs, Clues{Stages: c.stages, Comparison: drift, Imports: imports})
			for _, cause := range causes {
				got[cause.Strength] = append(got[cause.Strength], cause.Factor+" "+cause.Name)
			}
			if consistent, differ := strings.Join(got[ConsistentWith], ", "), strings.Join(got[DiffersUntested], ", "); consistent != c.want || differ != c.differ {
				t.Errorf("consistent with the drift: %q, want %q\ndiffers, untested: %q, want %q", consistent, c.want, differ, c.differ)
			}
		})
	}

	python := FindCauses([]Input{differs("environment", "Python", "3.11")}, Clues{Stages: []StageChange{born}, Comparison: drift})
	if !slices.ContainsFunc(python, func(c Cause) bool { return c.Name == "stage train" && c.Strength == NotRecorded }) {
		t.Errorf("Python alone differs, and chance is not listed beside it: %+v", python)
	}
}
