package collect

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestStoodAs: numbers are known again in whatever text they come back.
func TestStoodAs(t *testing.T) {
	t.Parallel()
	const before = `{"accuracy": 0.9777777777777777, "loss": 0.125, "nan": NaN, "epoch": 7}`
	for name, tt := range map[string]struct {
		now   string
		names string
		want  string
	}{
		"the very bytes":                 {before, "accuracy loss", "main"},
		"formatted":                      {"{\n  \"loss\": 0.1250,\n  \"accuracy\": 0.9777777777777777}\n", "accuracy loss", "main"},
		"line ends of Windows":           {strings.ReplaceAll("{\n\"loss\": 1.25e-1,\n\"accuracy\": 0.9777777777777777}\n", "\n", "\r\n"), "accuracy loss", "main"},
		"rounded":                        {`{"accuracy": 0.978, "loss": 0.125}`, "accuracy loss", "main"},
		"not a number, again":            {`{"nan": NaN}`, "nan", "main"},
		"with a time that nobody judges": {`{"accuracy": 0.9777777777777777, "loss": 0.125, "seconds": 3}`, "accuracy loss", "main"},
		"one is another":                 {`{"accuracy": 0.9777777777777777, "loss": 0.1250001}`, "accuracy loss", ""},
		"the last bit":                   {`{"accuracy": 0.9777777777777779, "loss": 0.125}`, "accuracy loss", ""},
		"one is new":                     {`{"accuracy": 0.9777777777777777, "f1": 0.5}`, "accuracy f1", ""},
		"too coarse to be the rounded":   {`{"accuracy": 1}`, "accuracy", ""},
		"nothing is judged":              {before, "", ""},
	} {
		content, err := dvc.ParseMetrics("m.json", []byte(tt.now))
		if err != nil {
			t.Fatal(err)
		}
		file := metricsFile{path: "m.json", content: content, before: []train.EarlierContent{{Where: "elsewhere", Data: []byte("{")}, {Where: "commit a", Data: []byte(`{"accuracy": 0.5}`)}, {Where: "main", Data: []byte(before)}}}
		if got := stoodAs(file, strings.Fields(tt.names)); got != tt.want {
			t.Errorf("%s: stood in %q, want %q", name, got, tt.want)
		}
	}
}

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
		if got := vouched(train.Training{Files: files}, slices.DeleteFunc([]string{file}, func(f string) bool { return f == "" })); got != want {
			t.Errorf("%q vouched for: %v, want %v", file, got, want)
		}
	}
	files["dvc.lock"] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(files["dvc.lock"].Data), "9bb58f26192e4ba00f01e2e7b136bbd8", "5eb63bbbe01eeed093cb22bb8f5acdc3"))}
	if !vouched(train.Training{Files: files}, []string{"m.json"}) {
		t.Error("m.json is what the lock says, and is not vouched for")
	}
}
