package filekind

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// TestInput: what a frozen stage made, and what stages read and none makes, is an
// input; a model is none by being read.
func TestInput(t *testing.T) {
	t.Parallel()
	pipeline, err := dvc.Read(fstest.MapFS{"dvc.yaml": {Data: []byte(`
stages:
  fetch: {cmd: x, frozen: true, outs: [raw.pkl: {cache: false}], metrics: [rows.json: {cache: false}]}
  train: {cmd: y, deps: [raw.pkl, base.pkl, table.pkl, tuned.onnx, prior], outs: [clf.pkl: {cache: false}], metrics: [m.json: {cache: false}]}
  score: {cmd: z, deps: [clf.pkl], outs: [state.json: {cache: false, persist: true}]}
`)}})
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]bool{
		"raw.pkl": true, "rows.json": true, "table.pkl": true, "base.pkl": true, "prior/a.csv": true,
		"clf.pkl": false, "m.json": false, "tuned.onnx": false, "other.pkl": false,
	} {
		if got := IsDeclaredInput(pipeline, file); got != want {
			t.Errorf("%s is an input: %v, want %v", file, got, want)
		}
	}
	for command, want := range map[string][]string{
		"dvc repro --force":    {"clf.pkl", "m.json"},
		"dvc repro":            nil,
		"dvc repro -f train":   nil,
		"dvc repro -f -s":      nil,
		"dvc repro --dry -f":   nil,
		"python train.py":      nil,
		"dvc exp run --force":  {"clf.pkl", "m.json"},
		"dvc repro -f --pull ": nil,
	} {
		var got []string
		for _, file := range []string{"raw.pkl", "rows.json", "clf.pkl", "m.json", "state.json", "base.pkl"} {
			if pipeline.Remade(command, file) {
				got = append(got, file)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s makes %q anew, want %q", command, got, want)
		}
	}
}
