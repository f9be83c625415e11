package local

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/lend"
)

// TestLentResults: what a training reads and writes again, an earlier one will have written
// as well, whatever its name; what it only reads is an input, and so is what is older than
// the original or was asked to be kept.
func TestLentResults(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, file string
		appends    bool // the training opened it to write, and did not empty it
		changed    bool
		days       int // that it is older than the original
		keep       string
		want       bool
	}{
		{name: "a table that is read", file: "data/table.csv"},
		{name: "rows that are added to where one lacks", file: "data/rows.jsonl", appends: true, want: true},
		{name: "an array in place", file: "data/store.dat", appends: true, want: true},
		{name: "the same, of long before", file: "data/store.dat", appends: true, days: 9},
		{name: "the same, to be kept", file: "data/store.dat", appends: true, keep: "data"},
		{name: "a log", file: "data/train.log", appends: true},
		{name: "a database that is read", file: "data/features.db"},
		{name: "a database that is written", file: "data/features.db", changed: true, want: true},
		{name: "rows that a shell adds to", file: "data/rows.csv", changed: true},
	} {
		clone, top := t.TempDir(), filestate.RealPath(t.TempDir())
		began := time.Now()
		gittest.Write(t, clone, tt.file, "x")
		gittest.Write(t, top, tt.file, "x")
		root, err := os.OpenRoot(top)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { root.Close() })
		p := place{
			clone: &git.Clone{Dir: top}, root: root, stamps: filestate.StampsOf(root.FS()),
			lent: lentFiles{files: map[string]lend.File{tt.file: {Path: tt.file, Time: began.AddDate(0, 0, -tt.days)}}},
		}
		if tt.changed {
			gittest.Write(t, top, tt.file, "x and y")
		}
		full := filepath.Join(top, filepath.FromSlash(tt.file))
		process := observe.Process{Args: []string{"python", "train.py"}, Reads: []observe.Access{{Path: full, At: 2}}}
		if tt.appends {
			process.Writes = []observe.Access{{Path: full, At: 3}}
			process.Appends = process.Writes
		}
		plan := repro.Plan{Original: repro.Run{Started: began}}
		if tt.keep != "" {
			plan.Keep = []string{tt.keep}
		}
		local := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: clone}}}
		got := local.lentResults(&observe.Observation{Processes: []observe.Process{process}}, p, plan)
		if slices.Equal(got, []string{tt.file}) != tt.want || !tt.want && len(got) > 0 {
			t.Errorf("%s: %q, want it named: %v", tt.name, got, tt.want)
		}
	}
}
