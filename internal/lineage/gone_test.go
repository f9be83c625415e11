package lineage

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestTakenAway: a file that was taken away before a training as one that it makes, and that it did
// not make, is told where it differs; one that it made is an output.
func TestTakenAway(t *testing.T) {
	t.Parallel()
	of := func(prior, model string) tree {
		return tree{files: fstest.MapFS{"train.py": {Data: []byte("x")}, "models/prior.txt": {Data: []byte(prior)}, "models/model.pkl": {Data: []byte(model)}}}
	}
	made, gone := takenAway(Trained{Absent: []string{"models/prior.txt", "models/model.pkl"}, Wrote: func(file string) bool { return file == "models/model.pkl" }})
	s := source{before: of("1", "a"), after: of("2", "b"), gone: gone}
	changed, ok := compareTrees(s.before, s.after, nil, made)
	s.changed = changed
	for bearing, named := range map[repro.Bearing][]string{repro.BearingSeldom: nil, repro.BearingRead: {"models/prior.txt"}} {
		s.imports = map[string][]string{"": named}
		inputs := codeInputs(repro.Input{Kind: repro.KindCode, Name: "commit", State: repro.InputDiffers}, s)
		at := slices.IndexFunc(inputs, func(input repro.Input) bool { return input.Name == "models/prior.txt" })
		if !ok || len(inputs) != 2 || at < 0 || inputs[at].Bearing != bearing || !strings.Contains(inputs[at].Note, "--keep") {
			t.Errorf("the program names %q: %+v", named, inputs)
		}
	}
	if made, gone := takenAway(Trained{Absent: []string{"a"}}); len(made) != 1 || gone != nil {
		t.Errorf("where nobody knows what was written: %q, %q", made, gone)
	}
}

// TestLockWithoutPipeline: DVC writes a dvc.lock where there is a pipeline; else it is a file of
// the project, which a training may read.
func TestLockWithoutPipeline(t *testing.T) {
	t.Parallel()
	for about, c := range map[string]struct {
		project *dvc.Project
		want    int
	}{"no pipeline": {&dvc.Project{}, 1}, "a pipeline": {&dvc.Project{Stages: []dvc.Stage{{Name: "train"}}}, 0}, "not known": {nil, 0}} {
		of := func(text string) tree {
			return tree{files: fstest.MapFS{"dvc.lock": {Data: []byte(text)}}, project: c.project}
		}
		if changed, ok := compareTrees(of("1"), of("2"), nil, nil); !ok || len(changed) != c.want {
			t.Errorf("%s: %+v", about, changed)
		}
	}
}
