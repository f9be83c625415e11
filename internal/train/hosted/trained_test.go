package hosted

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestIsTaken: what a commit on top of the branch changed is a result, unless it is code, data, or
// says which code and packages there are.
func TestIsTaken(t *testing.T) {
	t.Parallel()
	then := fstest.MapFS{
		"dvc.yaml": {Data: []byte("stages:\n  train: {cmd: python train.py, deps: [data/in.csv], outs: [model.pkl], metrics: [m.json: {cache: false}]}\n")},
		"train.py": {Data: []byte("1")}, "data/in.csv": {Data: []byte("1")}, "uv.lock": {Data: []byte("1")}, "saved/MLmodel": {Data: []byte("1")}, "requirements.txt": {Data: []byte("a==1")}, "notes.md": {Data: []byte("1")},
		"conf/model.yaml": {Data: []byte("a: 1")}, ".gitattributes": {Data: []byte("1")}, ".gitignore": {Data: []byte("1")}, "dvc.lock": {Data: []byte("1")}, "m.json": {Data: []byte("1")},
	}
	pipeline, err := dvc.Read(then)
	if err != nil {
		t.Fatal(err)
	}
	plan := repro.Plan{Metrics: repro.MetricPolicy{Files: []string{"m.json"}}}
	for file, want := range map[string]bool{
		"train.py": true, "new.py": true, "data/in.csv": true, "uv.lock": true, "conda-lock.yml": true, "requirements.txt": true, "constraints-dev.txt": true, "conf/model.yaml": true,
		".gitattributes": true, ".dvc/config": true, "fast.so": true, "site.pth": true, "bin/run": true, "utils": true, "package-lock.json": true,
		"m.json": false, "model.pkl": false, "dvc.lock": false, "notes.md": false, "saved/requirements.txt": false, ".gitignore": false, "reports/curve.png": false, "plots/loss.csv": false, "new.txt": false, "latest_model": false,
	} {
		now := fstest.MapFS{}
		for name, there := range then {
			now[name] = there
		}
		now[file] = &fstest.MapFile{Data: []byte("other")}
		switch file {
		case "bin/run":
			now[file].Mode = 0o755
		case "utils", "latest_model":
			now[file].Mode = fs.ModeSymlink | 0o777
		}
		if got := new(Project).isTaken(plan, pipeline, then, linksRefused{now}, file); got != want {
			t.Errorf("%s is taken in: %v, want %v", file, got, want)
		}
	}
	now := fstest.MapFS{}
	for name, there := range then {
		now[name] = there
	}
	now["dvc.yaml"] = &fstest.MapFile{Data: []byte("stages:\n  train: {cmd: cp old.json m.json}\n")}
	if !new(Project).isTaken(plan, pipeline, then, now, "dvc.yaml") {
		t.Error("another pipeline is no input")
	}
}

// linksRefused tells of no link, as the files of a commit do not.
type linksRefused struct{ fstest.MapFS }

func (l linksRefused) Stat(name string) (fs.FileInfo, error) {
	if file := l.MapFS[name]; file != nil && file.Mode&fs.ModeSymlink != 0 {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrInvalid}
	}
	return fs.Stat(l.MapFS, name)
}

// TestOfPipeline: a stage that DVC named with a file is one of the pipeline's where the file is.
func TestOfPipeline(t *testing.T) {
	t.Parallel()
	pipeline, err := dvc.Read(fstest.MapFS{"dvc.yaml": {Data: []byte("stages:\n  train: {cmd: x}\n")}, "sub/dvc.yaml": {Data: []byte("stages:\n  prep: {cmd: x}\n")}})
	if err != nil {
		t.Fatal(err)
	}
	said := []string{"train", "sub/dvc.yaml:prep", "../dvc.yaml:train", "ml/dvc.yaml:train", "tests/fix/dvc.yaml:train", "../nlp/dvc.yaml:train"}
	if got := (&Project{Dir: "ml"}).ofPipeline(pipeline, said); !slices.Equal(got, said[:4]) {
		t.Errorf("%q", got)
	}
}
