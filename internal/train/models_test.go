package train

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestIsModel tells what a training leaves from what it reads, by names.
func TestIsModel(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"gb/dump.txt":             {Data: []byte("tree\r\nversion=v4\n")},
		"gb.json":                 {Data: []byte(`{"version":[2,0,3],"learner":{"attributes":{},"learner_model_param":{}}}`)},
		"gb.ubj2":                 {Data: []byte("{L\x00\x00\x00\x00\x00\x00\x00\x07learner{")},
		"net.sft":                 {Data: []byte("\x40\x00\x00\x00\x00\x00\x00\x00{\"w\":{\"dtype\":\"F32\"}}")},
		"net.zip":                 {Data: []byte("PK\x03\x04__________________________net/data.pkl")},
		"models/lgb.txt":          {Data: []byte("tree\nversion=v4\n")},
		"model.json":              {Data: []byte(`{"learner":{"attributes":{},"gradient_booster":{}}}`)},
		"conf/model.json":         {Data: []byte(`{"learner":"tree"}`)},
		"models/config.json":      {Data: []byte(`{"layers": 3}`)},
		"models/iris":             {Data: []byte("\x80\x04\x95 a pickle")},
		"models/README.txt":       {Data: []byte("Read me.")},
		"src/models/net.py":       {Data: []byte("tree\n")},
		"notes/tree.txt":          {Data: []byte("tree\nof life")},
		"models/iris_history.txt": {Data: []byte("tree of life")},
	}
	for file, want := range map[string]bool{
		"model.pkl": true, "clf.joblib": true, "out/net.pt": true, "weights.h5": true, "a/b/m.onnx": true, "model.bin": true, "iris.pkl": true,
		"xgb_model.ubj": true, "best.ckpt": true, "model.npz": true, "my-model.tar": true, "data/model.pkl": true, "MODEL.PKL": true,
		"data/train.pkl": false, "train.pkl": false, "X_test.joblib": false, "data/frame.h5": false, "raw/images.bin": false, "splits/fold1.pkl": false,
		"vocab.bin": false, "tokenizer.model": false, "features.npz": false, "archive.tar": false, "conf/model.pkl": false, ".model.pkl": false,
		"tests/model.pkl": false, "train.py": false, "metrics.json": false,
		"gb/dump.txt": true, "gb.json": true, "gb.ubj2": true, "net.sft": true, "net.zip": true, "models/lgb.txt": true, "model.json": true, "models/iris": true,
		"conf/model.json": false, "models/config.json": false, "models/README.txt": false, "src/models/net.py": false, "notes/tree.txt": false, "models/iris_history.txt": false, "models": false,
	} {
		if got := isModel(files, file); got != want {
			t.Errorf("%s holds a model: %v, want %v", file, got, want)
		}
	}
}

// TestMayBeModel tells what is taken away before a training from what it needs.
func TestMayBeModel(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"last":           {Data: []byte("\x80\x04\x95 a pickle")},
		"data/rows.bin2": {Data: []byte("\x80\x04\x95 a pickle")},
		"w.npz":          {Data: []byte("PK\x03\x04__________________________w.npy")},
		"notes.json":     {Data: []byte(`{"learner": "of notes"}`)},
	}
	for file, want := range map[string]bool{
		"models/booster.json": true, "booster.json": true, "my_model.json": true, "model.txt": true, "tree.dump": true, "state": true, "model/data": true, "net.weights": true,
		"keras.weights": true, "model.db": true, "checkpoint": true, "state_dict.json": true, "ckpt/last.json": true, "artifacts/w.csv": true, "Models/w.txt": true,
		"saved_model/variables/v.data-00000-of-00001": true, "last": true, "w.npz": true,
		"models/README.md": false, "models/README": false, "models/.gitignore": false, "models/w.dvc": false, "models/net.py": false, "models/test_net.py": false, "models/config.json": false,
		"models/yolo.yaml": false, "models/history.txt": false, "models/orders.sql": false, "models/architecture.png": false, "models/params.json": false, "models/tokenizer.json": false, "models/labels.txt": false,
		"artifacts/data/train.csv": false, "model_data.csv": false, "data/rows.bin2": false, "notes.json": false, "metrics.json": false, "data.csv": false, "src/models/prompt.txt": false, "test_model.py": false,
	} {
		if got := mayBeModel(files, file); got != want {
			t.Errorf("%s may be a model: %v, want %v", file, got, want)
		}
	}
}

// TestDeclared: what a stage reads and none makes is an input, whatever its name
// says that a model's only may be.
func TestDeclared(t *testing.T) {
	t.Parallel()
	pipeline, err := dvc.Read(fstest.MapFS{"dvc.yaml": {Data: []byte("stages:\n  train: {cmd: x, deps: [models/labels.map, models/prior.json, base.onnx], outs: [models/out.json: {cache: false}]}\n")}})
	if err != nil {
		t.Fatal(err)
	}
	local := &Local{Clone: &project.Clone{}}
	plan := repro.Plan{Params: []repro.ParamEdit{{File: "models/net.json", Status: repro.ParamAmbiguous}}}
	for file, want := range map[string]bool{
		"models/labels.map": false, "models/prior.json": false, "models/net.json": false,
		"models/out.json": true, "models/other.json": true, "base.onnx": true,
	} {
		if got := local.takenForModel(fstest.MapFS{}, file, plan, pipeline); got != want {
			t.Errorf("%s is taken for a model: %v, want %v", file, got, want)
		}
	}
}

// TestRestores: what a command or a program names that can put a file back.
func TestRestores(t *testing.T) {
	t.Parallel()
	const clone = "/home/ada/churn"
	for _, tt := range []struct {
		command, program string
		inDVC            bool
		want             bool
	}{
		{"python train.py", "", false, false},
		{"make clean && python train.py | tee log", "", true, false},
		{"git checkout -- . && python train.py", "", false, true},
		{"git reset --hard", "", false, true},
		{"git show HEAD:out/m.json > out/m.json", "", false, true},
		{"git status && git rev-parse HEAD", "", false, false},
		{"python train.py", `subprocess.run(["git", "restore", "."])`, false, true},
		{"python train.py", `os.system("git stash pop")`, false, true},
		{"curl -o out/m.json https://example.org/m.json", "", false, true},
		{"python score.py", `mlflow.pyfunc.load_model("models:/churn@champion")`, false, true},
		{"cp /tmp/m.json out/m.json", "", false, true},
		{"cp -r /tmp/out .", "", false, true},
		{"cp /tmp/x/* out/", "", false, true},
		{"mv out/tmp.json out/other.json", "", false, false},
		{"cd /home/ada/churn && python train.py", "", false, true},
		{"dvc checkout && python train.py", "", true, true},
		{"dvc checkout && python train.py", "", false, false}, // git alone has it
		{"dvc pull data.dvc && python train.py", "", true, false},
		{"dvc pull -q out/m.json.dvc", "", true, true},
		{"dvc checkout out", "", true, true},
		{"dvc repro --force", "", true, false},
		{"dvc exp apply best", "", true, true},
		{"python train.py", `dvc = ["dvc", "pull"]; run(dvc)`, true, true},
	} {
		files := fstest.MapFS{"train.py": {Data: []byte(tt.program)}}
		var names []string
		if tt.inDVC {
			names = []string{"out/m.json.dvc"}
		}
		r := restorerOf(tt.command, files, stampsOf(files), clone)
		if got := r.restores("out/m.json", true, names...); got != tt.want {
			t.Errorf("%s; %s (DVC %v): puts it back %v, want %v", tt.command, tt.program, tt.inDVC, got, tt.want)
		}
	}
}

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
		if got := isDeclaredInput(pipeline, file); got != want {
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

// TestKeeps: by a file's name, a directory it is in, or a pattern.
func TestKeeps(t *testing.T) {
	t.Parallel()
	asked := []string{"base.pt", "weights", "out/*.json"}
	for file, want := range map[string]string{
		"base.pt": "base.pt", "weights/a/b.pt": "weights", "out/m.json": "out/*.json",
		"sub/base.pt": "", "weights.pt": "", "out/m.csv": "",
	} {
		if got := keeps(asked, file); got != want {
			t.Errorf("%s is kept by %q, want %q", file, got, want)
		}
	}
	if got := keeps(asked, "../base.pt", "base.pt"); got != "base.pt" {
		t.Errorf("a path from the top is kept by %q", got)
	}
}
