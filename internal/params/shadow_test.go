package params

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestShadow: a lent file that has a key of a params file with another value is found, in
// any spelling, and one that has the same value is none.
func TestShadow(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"lr: 0.5\n": "lr", "lr: 1.0e-1\nsteps: 20\n": "", "lr: 0.5\nmodel: {depth: 4}\n": "lr depth", "other: 1\n": "", "a: [\n": "", "": "",
	} {
		edits := []repro.ParamEdit{
			{Name: "lr", Logged: "0.1", File: "conf/base.yml", Key: []string{"lr"}, Status: repro.ParamUnchanged},
			{Name: "depth", Logged: "3", File: "conf/base.yml", Key: []string{"model", "depth"}, Status: repro.ParamWritten},
			{Name: "steps", Logged: "9", Status: repro.ParamPassed},
			{File: "conf/base.yml", Key: []string{"other"}, Old: "2", Status: repro.ParamNotRecorded},
		}
		got := strings.Join(Shadow(File{Path: "conf/local.yml", Data: []byte(text)}, edits), " ")
		if got != want || (edits[0].Shadow != "") != strings.HasPrefix(want, "lr") {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
