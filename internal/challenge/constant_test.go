package challenge

import (
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestConstants: a param's value is changed in the one place that gives it to its name, and
// where two do, in none.
func TestConstants(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		files   map[string]string
		command string
		param   string // its value is 0.1
		file    string // that the plan has for it
		changed string // "" for none
		after   string
	}{
		"params.py":                  {files: map[string]string{"params.py": "lr = 0.1  # rate\n"}, changed: "params.py", after: "lr = 0.05  # rate\n"},
		"annotated":                  {files: map[string]string{"conf.py": "lr: float = 1e-1\n"}, changed: "conf.py", after: "lr: float = 0.05\n"},
		"a section of INI":           {files: map[string]string{"c.ini": "[t]\nlr=0.1\nlr2=0.1\n"}, param: "t.lr", changed: "c.ini", after: "[t]\nlr=0.05\nlr2=0.1\n"},
		"an argument of a call":      {files: map[string]string{"train.py": "m = SGD(lr=0.1, n=3)\n"}, changed: "train.py", after: "m = SGD(lr=0.05, n=3)\n"},
		"a default of argparse":      {files: map[string]string{"train.py": `a.add_argument("--l-r", type=float, default=0.1)`}, param: "l_r", changed: "train.py", after: `a.add_argument("--l-r", type=float, default=0.05)`},
		"a variable's default":       {files: map[string]string{"train.py": `x = environ.get("LR", "0.1")`}, param: "LR", changed: "train.py", after: `x = environ.get("LR", "0.05")`},
		"two places":                 {files: map[string]string{"a.py": "lr = 0.1\n", "b.py": "lr = 0.1\n"}},
		"two places of one file":     {files: map[string]string{"a.py": "lr = 0.1\nf(lr=0.1)\n"}},
		"two files, one is the own":  {files: map[string]string{"a.py": "lr = 0.1\n", "b.py": "lr = 0.1\n"}, file: "a.py", changed: "a.py", after: "lr = 0.05\n"},
		"a merge key":                {files: map[string]string{"params.yaml": "b: &b\n  lr: 0.1\nt:\n  <<: *b\n"}, param: "t.lr", file: "params.yaml", changed: "params.yaml", after: "b: &b\n  lr: 0.05\nt:\n  <<: *b\n"},
		"a reference":                {files: map[string]string{"params.yaml": "base: 0.1\nlr: ${base}\n"}, file: "params.yaml", changed: "params.yaml", after: "base: 0.05\nlr: ${base}\n"},
		"another value":              {files: map[string]string{"a.py": "lr = 0.2\n"}},
		"a longer number":            {files: map[string]string{"a.py": "lr = 0.12\n"}},
		"a longer name":              {files: map[string]string{"a.py": "my_lr = 0.1\nx.lr = 0.1\n"}},
		"a test":                     {files: map[string]string{"test_a.py": "lr = 0.1\n"}},
		"an option of the command":   {command: "python train.py --seed 0.1 --lr 0.1", changed: "command", after: "python train.py --seed 0.1 --lr 0.05"},
		"an option before a default": {files: map[string]string{"a.py": "lr = 0.1\n"}, command: "python a.py --lr=0.1", changed: "command", after: "python a.py --lr=0.05"},
		"a variable of the command":  {command: "LR='0.1' make train", changed: "command", after: "LR='0.05' make train"},
		"a word of the command":      {command: "python train.py 0.1", changed: "command", after: "python train.py 0.05"},
		"two words of the command":   {command: "python train.py 0.1 0.1"},
		"part of a word is not it":   {command: "pip install x==0.1.2 && python train.py"},
		"neither":                    {command: "python train.py"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := fstest.MapFS{}
			for name, text := range tt.files {
				files[name] = &fstest.MapFile{Data: []byte(text)}
			}
			param := tt.param
			if param == "" {
				param = "lr"
			}
			plan, ok := Constants(files, repro.Plan{Command: tt.command})(repro.ParamEdit{Name: param, Logged: "0.1", File: tt.file}, "0.05")
			got := map[string]string{}
			for _, edit := range plan.Files {
				got[edit.Path] = string(edit.After)
			}
			if plan.Command != tt.command {
				got["command"] = plan.Command
			}
			want := map[string]string{}
			if tt.changed != "" {
				want[tt.changed] = tt.after
			}
			if ok != (tt.changed != "") || !maps.Equal(got, want) {
				t.Errorf("changed %q, want %q", got, want)
			}
		})
	}
}

// TestConstants_edited: what the plan writes to a file stays.
func TestConstants_edited(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"params.toml": {Data: []byte("lr = 0.1\nseed = 1\n")}}
	edited := repro.FileEdit{Path: "params.toml", Before: files["params.toml"].Data, After: []byte("lr = 0.1\nseed = 7\n")}
	before := repro.Plan{Files: []repro.FileEdit{edited}}
	plan, ok := Constants(files, before)(repro.ParamEdit{Name: "lr", Logged: "0.1"}, "0.05")
	if !ok || len(plan.Files) != 1 || string(plan.Files[0].After) != "lr = 0.05\nseed = 7\n" || string(plan.Files[0].Before) != "lr = 0.1\nseed = 1\n" {
		t.Errorf("%t, %q", ok, plan.Files)
	}
	if !slices.EqualFunc(before.Files, []repro.FileEdit{edited}, func(a, b repro.FileEdit) bool { return string(a.After) == string(b.After) }) {
		t.Error("the judged plan is another")
	}
}

// TestConstants_metadata: the file that the original's params were read from is no place of one.
func TestConstants_metadata(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"train.py": {Data: []byte("lr = 0.5\n")}, "model.json": {Data: []byte(`{"params": {"lr": 0.5}}`)}}
	for from, want := range map[string]bool{"model.json": true, "": false} {
		plan := repro.Plan{Original: repro.Run{From: from}}
		changed, ok := Constants(files, plan)(repro.ParamEdit{Name: "lr", Logged: "0.5"}, "0.25")
		if ok != want || ok && (len(changed.Files) != 1 || changed.Files[0].Path != "train.py") {
			t.Errorf("of %q: %t, %+v", from, ok, changed.Files)
		}
	}
}
