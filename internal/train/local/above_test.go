package local

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestLackedAbove: what was looked for above the checkout, and lies so above the clone.
func TestLackedAbove(t *testing.T) {
	t.Parallel()
	home, temporary := t.TempDir(), filestate.RealPath(t.TempDir())
	clone, top := filepath.Join(home, "work", "iris"), filepath.Join(temporary, "reproduce", "place")
	for _, dir := range []string{clone, top} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{".env", "shared.yaml", "both.yaml", "unasked.yaml"} {
		gittest.Write(t, filepath.Dir(clone), name, "1")
	}
	gittest.Write(t, home, "far.env", "1")
	gittest.Write(t, filepath.Dir(top), "both.yaml", "1")
	process := observe.Process{
		Hooked: true, Dir: top, Args: []string{"python", "train.py"},
		Asked:  []observe.Asking{{Path: filepath.Join(filepath.Dir(top), ".env")}, {Path: filepath.Join(temporary, "far.env")}, {Path: filepath.Join(filepath.Dir(top), "none.yaml")}, {Path: filepath.Join(top, ".env")}},
		Sought: []observe.Access{{Path: filepath.Join(top, "..", "shared.yaml")}, {Path: filepath.Join(filepath.Dir(top), "both.yaml")}},
	}
	l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: clone}}}
	got := l.lackedAbove(&observe.Observation{Processes: []observe.Process{process}}, place{clone: &git.Clone{Dir: top}})
	want := []string{filepath.Join(home, "far.env"), filepath.Join(filepath.Dir(clone), ".env"), filepath.Join(filepath.Dir(clone), "shared.yaml")}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	gittest.Write(t, top, "train.py", "from dotenv import load_dotenv\nload_dotenv()\n")
	library := observe.Process{Hooked: true, Dir: top, Args: []string{"python", "train.py"}, Code: []observe.Access{{Path: filepath.Join(top, "train.py"), At: 1}}}
	got = l.lackedAbove(&observe.Observation{Processes: []observe.Process{library}}, place{clone: &git.Clone{Dir: top}})
	if want := []string{filepath.Join(filepath.Dir(clone), ".env")}; !slices.Equal(got, want) {
		t.Errorf("by a library: %q, want %q", got, want)
	}
}
