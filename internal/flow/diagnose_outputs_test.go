//go:build unix

package flow

import (
	"os"
	"os/exec"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestIgnoredOutputs has a pipeline whose training leaves a file with the name
// of its run, and an evaluation that changed: as long as the file is compared
// the training seems to differ.
func TestIgnoredOutputs(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	for _, tt := range []struct {
		ignore []string
		want   []string // called consistent with the drift
	}{
		{nil, []string{"code src/evaluate.py", "non-determinism stage train"}},
		{[]string{"models/run.txt", "models/model_metadata.json"}, []string{"code src/evaluate.py"}},
	} {
		w := newPlanted(t)
		w.edit("dvc.yaml", "models/model_metadata.json]", "models/model_metadata.json, models/run.txt]")
		w.ignore = tt.ignore
		w.trainOriginal()
		w.edit("src/evaluate.py", "evaluate'", "evaluate otherwise'")
		w.ref = w.save()
		r := w.reproduce()
		var got []string
		for _, cause := range r.Causes {
			if cause.Strength == repro.ConsistentWith {
				got = append(got, cause.Factor+" "+cause.Name)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("without %q: %q, want %q\n%s", tt.ignore, got, tt.want, causesText(r.Causes))
		}
	}
}

// TestAbsentIsNoInput: a metrics file that was taken away before the training is
// an output of it, and nothing that could explain a drift.
func TestAbsentIsNoInput(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	for _, absent := range [][]string{nil, {"metrics.json"}} {
		w := newPlanted(t)
		w.write("metrics.json", "1")
		w.trainOriginal()
		w.write("metrics.json", "2")
		w.ref = w.save()
		w.absent = absent
		r := w.reproduce()
		listed := slices.ContainsFunc(r.Inputs, func(input repro.Input) bool { return input.Name == "metrics.json" })
		if listed != (absent == nil) {
			t.Errorf("absent %q: %+v", absent, r.Inputs)
		}
	}
}

// TestIdleGlobs says what names nothing.
func TestIdleGlobs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gittest.Write(t, dir, "dvc.yaml", plantedFiles["dvc.yaml"])
	got := idle(settings.Comparing{IgnoreOuts: []string{"models/*", "modles/*"}}, train.Training{Files: os.DirFS(dir)})
	if want := []string{"ignore-outs modles/* names no output of the pipeline"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
