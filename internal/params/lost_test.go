package params

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestLost: a value that no commit has is lost where it is written over, and no other is.
func TestLost(t *testing.T) {
	t.Parallel()
	const was, is = "a:\n  lr: 0.1\n  depth: 3\nb:\n  lr: 0.2\n", "a:\n  lr: 0.2\n  depth: 3\nb:\n  lr: 0.2\n"
	lr := repro.ParamEdit{Name: "lr", File: "params.yaml", Key: []string{"a", "lr"}, Line: 2, Old: "0.2", New: "0.5", Status: repro.ParamWritten}
	depth := repro.ParamEdit{Name: "depth", File: "params.yaml", Key: []string{"a", "depth"}, Line: 3, Old: "3", New: "5", Status: repro.ParamAssumed}
	same, other, added := lr, lr, lr
	same.Status = repro.ParamUnchanged
	other.File = "other.yaml"
	added.Old = ""
	const py = "LR = 0.1\nDEPTH = 3\n"
	for name, tt := range map[string]struct {
		path, was, is string
		edit          repro.ParamEdit
		want          string
	}{
		"another value than the commit's":      {"params.yaml", was, is, lr, "a.lr = 0.2"},
		"as committed, beside a change":        {"params.yaml", was, is, depth, ""},
		"a key that the commit lacks":          {"params.yaml", "b: 1\n", is, lr, "a.lr = 0.2"},
		"it stays as it is":                    {"params.yaml", was, is, same, ""},
		"another file":                         {"params.yaml", was, is, other, ""},
		"nothing was there":                    {"params.yaml", was, is, added, ""},
		"the commit's cannot be read":          {"params.yaml", "a: [\n", is, lr, "a.lr = 0.2"},
		"an assignment":                        {"conf.py", py, "LR = 0.3\nDEPTH = 3\n", repro.ParamEdit{File: "conf.py", Key: []string{"LR"}, Line: 1, Old: "0.3", Status: repro.ParamWritten}, "LR = 0.3"},
		"an assignment as committed":           {"conf.py", py, "LR = 0.3\nDEPTH = 3\n", repro.ParamEdit{File: "conf.py", Key: []string{"DEPTH"}, Line: 2, Old: "3", Status: repro.ParamWritten}, ""},
		"quoted in another way, and no change": {"params.yaml", "a: {lr: '0.2'}\n", is, lr, ""},
	} {
		edits := []repro.ParamEdit{tt.edit}
		got := strings.Join(Lost(repro.FileEdit{Path: tt.path, Before: []byte(tt.is)}, fstest.MapFS{tt.path: {Data: []byte(tt.was)}}, edits), ", ")
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	if lost := Lost(repro.FileEdit{Path: "params.yaml", Before: []byte(is)}, fstest.MapFS{}, []repro.ParamEdit{lr}); lost != nil {
		t.Errorf("of a file that no commit has: %q", lost)
	}
}
