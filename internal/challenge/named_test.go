package challenge

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestFindNamed: which files give a param's name, or one that may mean it, the logged value, and
// whether one has the name for another.
func TestFindNamed(t *testing.T) {
	t.Parallel()
	all := func(repro.FileEdit) bool { return true }
	for text, want := range map[string]struct{ same, other bool }{
		"lr = 0.2\n":                             {same: true},
		"LR=0.2; EP=30\n":                        {same: true},
		"f(lr=0.2)\ng(lr=0.2)\n":                 {same: true},
		"P = {\"lr\": 2e-1}\n":                   {same: true},
		"class C:\n    lr: float = 0.2\n":        {same: true},
		"self.lr = 0.2\n":                        {same: true},
		"learning_rate=0.2\n":                    {same: true},
		"optimizer_lr: 0.2\n":                    {same: true},
		"lr = 0.1\nP = dict(lr=0.2)\n":           {same: true},
		"environ.get('LR', '0.1')\n":             {other: true},
		"def fit(x,\n    lr=0.1):\n":             {},
		"if '--lr' in argv: lr = float(argv[1])": {other: true},
		"def main():\n    lr = 0.1\n":            {other: true},
		"lr = 0.1\nEP = 0.2\n":                   {},
		"test_size = 0.2\n":                      {},
		"lr = 0.25e\n":                           {},
		"log_param('lr', rate)\n":                {},
		"lr_decay = 0.1\n":                       {},
	} {
		files := fstest.MapFS{"train.py": {Data: []byte(text)}}
		found := FindNamed(files, repro.Plan{}, all)(repro.ParamEdit{Name: "opt.lr", Logged: "0.2"})
		if len(found.Same) > 0 != want.same || found.Other != "" != want.other {
			t.Errorf("%q: %+v", text, found)
		}
	}
	large := strings.Repeat("# no more\n", maxText)
	tree := fstest.MapFS{
		"b/train.py": {Data: []byte("lr = 0.1\n")}, "c/train.py": {Data: []byte("lr = 0.3\n")}, "large.py": {Data: []byte("lr = 0.2\n" + large)}, ".venv/lib.py": {Data: []byte("lr = 0.2\n")},
		"notes.md": {Data: []byte("lr = 0.2\n")}, "test_fit.py": {Data: []byte("lr = 0.2\n")}, "link.py": {Data: []byte("lr = 0.2\n"), Mode: fs.ModeSymlink},
	}
	if found := FindNamed(tree, repro.Plan{}, all)(repro.ParamEdit{Name: "lr", Logged: "0.2"}); found.Other != "b/train.py" || len(found.Same) > 0 {
		t.Errorf("in a tree: %+v", found)
	}
	files := fstest.MapFS{"a.py": {Data: []byte("model = 'gd'\n")}, "out.json": {Data: []byte(`{"model": "gd"}`)}, "meta.json": {Data: []byte(`{"model": "gd"}`)}}
	found := FindNamed(files, repro.Plan{Original: repro.Run{From: "meta.json"}}, func(text repro.FileEdit) bool { return text.Path != "out.json" })(repro.ParamEdit{Name: "model", Logged: "gd"})
	if !slices.Equal(found.Same, []string{"a.py"}) {
		t.Errorf("a text: %q", found.Same)
	}
}

// TestMayMean: names of one param, and of others.
func TestMayMean(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"lr", "learning_rate", true}, {"learning_rate", "lr", true}, {"epochs", "n_epochs", true}, {"n_epochs", "epochs", true}, {"lr", "opt_lr", true},
		{"batch_size", "size_of_batch", true}, {"lr", "learning__rate", true}, {"l", "loss", false}, {"loss", "l", false}, {"lr", "l", false}, {"max_depth", "min_depth", false}, {"lr", "dr", false},
	} {
		if got := mayMean(tt.a, tt.b); got != tt.want {
			t.Errorf("%s and %s: %t", tt.a, tt.b, got)
		}
	}
}
