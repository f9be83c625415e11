package project

import (
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestFileHolding: a params file that nobody named is told where it has a param, and the one
// that has most where several do.
func TestFileHolding(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		file, text, want string
	}{
		"JSON":                    {"params.json", `{"train": {"lr": 0.1}}`, "params.json"},
		"TOML":                    {"config.toml", "lr = 0.1\n", "config.toml"},
		"in a folder":             {"conf/model.yaml", "lr: 0.1\n", "conf/model.yaml"},
		"in two sections":         {"params.json", `{"model": {"lr": 0.1}, "base": {"lr": 0.1}}`, "params.json"}, // --params-section may say which
		"without the param":       {"params.json", `{"depth": 3}`, ""},
		"some other file":         {"package.json", `{"lr": 0.1}`, ""},
		"one that was read":       {"params.yaml", "lr: 0.1\n", ""},
		"one that cannot be read": {"params.json", `{"lr"`, ""},
	} {
		known := func(file string) bool { return file == "params.yaml" }
		if got, _ := FileHolding(fstest.MapFS{tt.file: {Data: []byte(tt.text)}}, known, repro.Params{{Name: "lr", Value: "0.25"}}); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestUnnamed: of several files the one with the most keys is named, with its option.
func TestUnnamed(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"conf/a.yaml": {Data: []byte("lr: 0.1\n")}, "conf/base/parameters.yml": {Data: []byte("lr: 0.1\nmodel: {depth: 3}\n")}}
	wanted := repro.Params{{Name: "depth", Value: "3"}, {Name: "lr", Value: "0.2"}, {Name: "other", Value: "x"}}
	const want = "conf/base/parameters.yml has a key for depth, lr: if the training reads it, name it with --params-file conf/base/parameters.yml"
	if got := Unnamed(files, wanted); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Unnamed(files, repro.Params{{Name: "other", Value: "x"}}); got != "" {
		t.Errorf("%q", got)
	}
}
