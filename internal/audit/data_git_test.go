package audit

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestRecorded_inGit: data that git has is recorded by the commit, whether a stage reads it
// without a lock or the program names it; HEAD's tells nothing, and neither does data that is
// nowhere.
func TestRecorded_inGit(t *testing.T) {
	t.Parallel()
	open := []repro.DataVersion{{Path: "data/a.csv"}}
	named := map[string][]string{"train.py": {"data/a.csv"}}
	for name, tt := range map[string]struct {
		tree *commitTree
		want CheckState
		says string
	}{
		"a stage reads it":      {&commitTree{at: "a1b2c3d", data: open, held: map[string]bool{"data/a.csv": true}}, CheckPassed, "data/a.csv in git, at a1b2c3d"},
		"the program names it":  {&commitTree{at: "a1b2c3d", inGit: named}, CheckPassed, "data/a.csv, in git at a1b2c3d"},
		"it is nowhere":         {&commitTree{at: "a1b2c3d", data: open}, CheckFailed, "at a1b2c3d no version of data/a.csv"},
		"another program reads": {&commitTree{at: "a1b2c3d", inGit: map[string][]string{"other.py": {"data/a.csv"}}}, CheckFailed, "no dataset, no data_version, and at its commit neither DVC data nor a table in git that its program names"},
		"there is no commit":    {nil, CheckFailed, "no dataset, no data_version, and at its commit neither DVC data nor a table in git that its program names"},
	} {
		f := &auditFacts{findings: map[Check]Finding{}}
		f.found.run.Tags = map[string]string{lineage.MlflowSource: "train.py"}
		f.recorded(tt.tree, "")
		if got := f.findings[CheckData]; got.State != tt.want || got.Found != tt.says {
			t.Errorf("%s: %s, %q; want %s, %q", name, got.State, got.Found, tt.want, tt.says)
		}
	}
}
