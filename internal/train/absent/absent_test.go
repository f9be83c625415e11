package absent

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDeclared: what a stage reads and none makes is an input, whatever its name
// says that a model's only may be.
func TestDeclared(t *testing.T) {
	t.Parallel()
	pipeline, err := dvc.Read(fstest.MapFS{"dvc.yaml": {Data: []byte("stages:\n  train: {cmd: x, deps: [models/labels.map, models/prior.json, base.onnx], outs: [models/out.json: {cache: false}]}\n")}})
	if err != nil {
		t.Fatal(err)
	}
	plan := repro.Plan{Params: []repro.ParamEdit{{File: "models/net.json", Status: repro.ParamAmbiguous}}}
	for file, want := range map[string]bool{
		"models/labels.map": false, "models/prior.json": false, "models/net.json": false,
		"models/out.json": true, "models/other.json": true, "base.onnx": true,
	} {
		if got := takenForModel(fstest.MapFS{}, file, file, plan, pipeline); got != want {
			t.Errorf("%s is taken for a model: %v, want %v", file, got, want)
		}
	}
}

// TestProjectBelowModels: that a project lies in a folder named models makes no model of its
// data; a folder of that name in it does, and so does the name of a file.
func TestProjectBelowModels(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]bool{
		"models/plane/points.csv": false, "models/plane/net.pkl": true, "models/plane/models/points.csv": true, "models/plane/model.csv": false,
		"models/other/points.csv": true, "models/points.csv": true,
	} {
		within, _ := strings.CutPrefix(file, "models/plane/")
		if within == file {
			within = "../../" + file
		}
		if got := takenForModel(fstest.MapFS{}, file, within, repro.Plan{}, &dvc.Project{}); got != want {
			t.Errorf("%s is taken for a model: %v, want %v", file, got, want)
		}
	}
}

// TestKeeps: by a file's name, a directory it is in, or a pattern.
func TestKeeps(t *testing.T) {
	t.Parallel()
	asked := []string{"base.pt", "weights", "out/*.json"}
	for file, want := range map[string]string{
		"base.pt": "base.pt", "weights/a/b.pt": "weights", "out/m.json": "out/*.json",
		"sub/base.pt": "", "weights.pt": "", "out/m.csv": "",
	} {
		if got := Keeps(asked, file); got != want {
			t.Errorf("%s is kept by %q, want %q", file, got, want)
		}
	}
	if got := Keeps(asked, "../base.pt", "base.pt"); got != "base.pt" {
		t.Errorf("a path from the top is kept by %q", got)
	}
}
