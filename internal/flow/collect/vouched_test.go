package collect

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/train"
)

// TestVouched holds a metrics file to what DVC's lock says the stage left.
func TestVouched(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"dvc.yaml": {Data: []byte("stages:\n  train: {cmd: x, metrics: [m.json: {cache: false}]}\n")},
		"dvc.lock": {Data: []byte("schema: '2.0'\nstages:\n  train:\n    cmd: x\n    outs: [{path: m.json, hash: md5, md5: 9bb58f26192e4ba00f01e2e7b136bbd8}]\n")},
		"m.json":   {Data: []byte("hello world")},
		"n.json":   {Data: []byte("{}")},
	}
	for file, want := range map[string]bool{"m.json": false, "n.json": false, "": true} {
		if got := vouched(t.Context(), train.Training{Files: files}, slices.DeleteFunc([]string{file}, func(f string) bool { return f == "" }), nil); got != want {
			t.Errorf("%q vouched for: %v, want %v", file, got, want)
		}
	}
	files["dvc.lock"] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(files["dvc.lock"].Data), "9bb58f26192e4ba00f01e2e7b136bbd8", "5eb63bbbe01eeed093cb22bb8f5acdc3"))}
	if !vouched(t.Context(), train.Training{Files: files}, []string{"m.json"}, nil) {
		t.Error("m.json is what the lock says, and is not vouched for")
	}
}

// TestVouched_uploaded: a file that was uploaded needs the lock that this training left; that
// of the commit is of an earlier one.
func TestVouched_uploaded(t *testing.T) {
	t.Parallel()
	lock := func(digest string) []byte {
		return []byte("schema: '2.0'\nstages:\n  train:\n    cmd: x\n    outs: [{path: m.json, hash: md5, md5: " + digest + "}]\n")
	}
	const right, wrong = "5eb63bbbe01eeed093cb22bb8f5acdc3", "9bb58f26192e4ba00f01e2e7b136bbd8"
	for name, tt := range map[string]struct {
		committed, uploaded []byte
		want                bool
	}{
		"none":                    {nil, nil, false},
		"the commit's":            {lock(right), nil, false},
		"the training's":          {nil, lock(right), true},
		"in the place of another": {lock(wrong), lock(right), true},
		"one of another content":  {lock(right), lock(wrong), false},
		"one that cannot be read": {lock(right), []byte("{"), false},
		"one without the file":    {lock(right), []byte("schema: '2.0'\nstages: {}\n"), false},
	} {
		files := fstest.MapFS{"p/dvc.yaml": {Data: []byte("stages:\n  train: {cmd: x, metrics: [m.json: {cache: false}]}\n")}}
		if tt.committed != nil {
			files["p/dvc.lock"] = &fstest.MapFile{Data: tt.committed}
		}
		training := train.Training{Files: files, Upload: func(_ context.Context, file string) ([]byte, error) {
			if tt.uploaded == nil || file != "p/dvc.lock" {
				return nil, fs.ErrNotExist
			}
			return tt.uploaded, nil
		}}
		read := []metricsFile{{path: "p/m.json", uploaded: []byte("hello world")}}
		if got := vouched(t.Context(), training, []string{"p/m.json"}, read); got != tt.want {
			t.Errorf("%s: vouched for: %v, want %v", name, got, tt.want)
		}
	}
}
