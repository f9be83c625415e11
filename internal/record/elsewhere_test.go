//go:build unix

package record

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/recorded"
)

// TestRecord_elsewhere: the commit of this repository is not called clean where a program of
// another directory trained, and data that a training writes over has no hash of what it read.
func TestRecord_elsewhere(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here")
	}
	other := newProject(t)
	for name, c := range map[string]struct{ script, tree, gap string }{
		"its own program":    {python + " train.py", recorded.Clean, ""},
		"one of another":     {"cd " + other + " && " + python + " train.py", recorded.Unknown, "train.py ran, and no program of this repository"},
		"data written over":  {python + ` -c "t = open('data/a.csv').read(); open('data/a.csv', 'w').write(t + '2')"`, "", "data/a.csv was written while the training ran"},
		"data that was read": {python + ` -c "open('data/a.csv').read()"`, "", ""},
	} {
		made := recordOf(t, newProject(t), c.script)
		said := strings.Join(made.Lineage.Gaps, "; ")
		if c.tree != "" && made.Lineage.Code.Tree != c.tree || c.gap != "" && !strings.Contains(said, c.gap) || c.gap == "" && strings.Contains(said, "was written while") {
			t.Errorf("%s: %s, %q", name, made.Lineage.Code.Tree, said)
		}
	}
}
