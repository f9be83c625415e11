//go:build more

package explain

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestExplain_renamed: a file with another name and another content is one cause, restored in
// both places.
func TestExplain_renamed(t *testing.T) {
	t.Parallel()
	rest := strings.Repeat("# how this table was made, in many words\n", 20)
	reads := "import math\nimport pathlib\n\n\ndef loss(rows, lr, scale):\n    last = sorted(pathlib.Path('data').glob('*.txt'))[-1]\n    return math.log1p(sum(x * scale - y for x, y in rows)) / (7.3 + lr) + float(last.read_text().split()[0])\n\n\ndef noise(random):\n    return 0.0\n"
	s := newStage(t, map[string]string{"helper.py": reads, "data/a.txt": "0.0\n" + rest}, map[string]string{"data/a.txt": "", "data/b.txt": "2.0\n" + rest, "notes.md": "x\n"})
	result := s.explain(s.check(), plenty, nil)
	e := result.Experiment
	if names := causeNames(e); e.Conclusion != repro.CauseEstablished || !slices.Equal(names, []string{"file data/b.txt (data/a.txt before)"}) {
		t.Fatalf("%s (%s) %q: %s\n%s", e.Conclusion, e.Why, names, result.Diagnosis, strings.Join(s.said, "\n"))
	}
	if recipe := strings.Join(e.Recipe, "\n"); !strings.HasSuffix(recipe, " -- data/a.txt\ngit rm data/b.txt") {
		t.Errorf("recipe %q", recipe)
	}
	if len(e.Bisect.Steps) != 1 || e.Bisect.Apart {
		t.Errorf("%+v", e.Bisect)
	}
}

// TestExplain_apart: where today's history does not go through the original's commit, the
// commit is looked for after the one at which they part, if that one still came back.
func TestExplain_apart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		original, today map[string]string
		want            string
	}{
		"since they part":    {map[string]string{"other.py": "x\n"}, map[string]string{"helper.py": twoNeeded}, " It came with commit "},
		"it was never there": {map[string]string{"helper.py": twoNeeded}, map[string]string{"notes.md": "x\n"}, "and as in that one the metrics drift. See what today's line never had: git log "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, c.original, map[string]string{"unused.md": "x\n"})
			gittest.Git(t, s.dir, "checkout", "--quiet", "-b", "other", "HEAD~2")
			commitFiles(t, s.dir, map[string]string{"first.md": "x\n"})
			commitFiles(t, s.dir, c.today)
			commitFiles(t, s.dir, map[string]string{"last.md": "x\n"})
			result := s.explain(s.check(), plenty, nil)
			if e := result.Experiment; e.Conclusion != repro.CauseEstablished || !e.Bisect.Apart || !strings.Contains(result.Diagnosis, c.want) {
				t.Errorf("%s: %s\n%+v", e.Conclusion, result.Diagnosis, e.Bisect)
			}
		})
	}
}
