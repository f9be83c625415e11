//go:build unix

package local

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestCarried_whenWritten: what was written while the original ran is a result whatever it is
// called, and data by its name may be one; what is younger, and no data, may be one.
func TestCarried_whenWritten(t *testing.T) {
	t.Parallel()
	now := time.Now()
	started := now.Add(-48 * time.Hour)
	ended := started.Add(time.Hour)
	const pickle = "\x80\x04\x95 a pickle"
	for _, tt := range []struct {
		file, text string
		at         time.Time
		want       string // "found", "doubtful", "kept"; "" for neither
	}{
		{"home/churn/w.json", "{}", started.Add(time.Minute), "found"},
		{"home/churn/w.npz", "PK", ended, "found"},
		{"home/exp.db", "SQLite format 3", started.Add(-time.Second), "found"}, // it fits first, and starts its run then
		{"home/churn/coef", "1 2", started.Add(time.Minute), "found"},
		{"home/churn/.fit", "1 2", started.Add(time.Minute), "found"},
		{"home/churn/coef.csv", "1,2", started.Add(time.Minute), "doubtful"}, // a download of the original, perhaps
		{"home/datasets/w.pkl", pickle, started.Add(time.Minute), "doubtful"},
		{"home/datasets/w.npz", "PK", started.Add(time.Minute), "doubtful"},
		{"home/churn/train.log", "1 2", started.Add(time.Minute), "doubtful"},
		{"home/churn/best.md", "1 2", started.Add(time.Minute), "doubtful"},
		{"home/churn/best.toml", "w = 1", started.Add(time.Minute), "doubtful"},
		{"home/.env", "W=1", started.Add(time.Minute), "doubtful"},
		{"home/churn/best.md", "1 2", started.Add(-time.Hour), ""},
		{"home/.cache/huggingface/hub/x.json", "{}", started.Add(time.Minute), ""},
		{"home/churn/mlruns/1/00112233445566778899aabbccddeeff/metrics/mse", "1 2 0", started.Add(time.Minute), ""},

		{"home/churn/w.json", "{}", started.Add(-time.Hour), "doubtful"},
		{"home/churn/w.npz", "PK", now.Add(-time.Hour), "doubtful"},
		{"home/exp.db", "SQLite format 3", now.Add(-time.Hour), "doubtful"},
		{"home/datasets/w.pkl", pickle, started.Add(-time.Hour), "doubtful"},
		{"home/data/train.csv", "1,2", started.Add(-time.Hour), ""},
		{"home/data/X.npy", "x", now.Add(-time.Hour), "later"},
		{"home/share/w.csv", "0.49946737610035014", now.Add(-time.Hour), "doubtful"},
		{"home/share/w.csv", "0.5", now.Add(-time.Hour), "later"},
		{"home/share/w.csv", "0.5", started.Add(-time.Hour), ""},
		{"home/share/w.csv", "0.49946737610035014" + strings.Repeat("\n0.1", 2000), now.Add(-time.Hour), "later"},
		{"home/share/w.csv", "0.49946737610035014", started.Add(-25 * time.Hour), ""},
		{"home/share/predictions.parquet", "PAR1", now.Add(-time.Hour), "doubtful"},
		{"home/scores/a.csv", "1,2", now.Add(-time.Hour), "doubtful"},
		{"home/.churn.json", "{}", now.Add(-time.Hour), ""},
		{"home/churn/w.json", "{}", started.Add(-25 * time.Hour), ""},
		{"home/base/w.json", "{}", started.Add(time.Minute), ""}, // asked to keep, and no model
		{"home/base/w.pt", "x", started.Add(time.Minute), "kept"},
	} {
		world := filestate.RealPath(t.TempDir())
		full, top := filepath.Join(world, filepath.FromSlash(tt.file)), filepath.Join(world, "place")
		gittest.Write(t, world, tt.file, tt.text)
		if err := os.Chtimes(full, tt.at, tt.at); err != nil {
			t.Fatal(err)
		}
		process := observe.Process{
			Args: []string{"python", "train.py"}, Code: []observe.Access{{Path: filepath.Join(top, "train.py"), At: 1}},
			Reads: []observe.Access{{Path: full, At: 2}},
		}
		local := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: filepath.Join(world, "home", "churn")}}, Environ: []string{"HOME=" + filepath.Join(world, "home")}}
		p := place{clone: &git.Clone{Dir: top}, absence: absence{began: now}}
		plan := repro.Plan{Original: repro.Run{Started: started, Ended: ended}, Keep: []string{"~/base"}}
		c := local.carried(&observe.Observation{Processes: []observe.Process{process}}, p, plan)
		for name, list := range map[string][]string{"found": c.found, "doubtful": c.doubtful, "kept": c.kept, "later": c.later} {
			if got := slices.Equal(list, []string{full}); got != (name == tt.want) || !got && len(list) > 0 {
				t.Errorf("%s of %s: %s is %q, want it to be %q", tt.file, tt.at.Sub(started), name, list, tt.want)
			}
		}
	}
}

// TestWrittenBy: a copy with an old time is told by when it was put there, on Linux.
func TestWrittenBy(t *testing.T) {
	t.Parallel()
	file, now := filepath.Join(t.TempDir(), "w"), time.Now()
	gittest.Write(t, filepath.Dir(file), "w", "x")
	if err := os.Chtimes(file, now.Add(-time.Hour), now.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	info, _ := stat(file)
	for name, tt := range map[string]struct {
		started, ended time.Time
		want           bool
	}{
		"modified meanwhile":          {now.Add(-2 * time.Hour), now.Add(-time.Minute), true},
		"put there meanwhile":         {now.Add(-time.Minute), now.Add(time.Minute), runtime.GOOS == "linux"},
		"before":                      {now.Add(time.Minute), now.Add(time.Hour), false},
		"between the two":             {now.Add(-30 * time.Minute), now.Add(-20 * time.Minute), false},
		"no time of an end":           {now.Add(-2 * time.Hour), time.Time{}, false},
		"no time of the original":     {time.Time{}, time.Time{}, false},
		"just before the run's start": {now.Add(-time.Hour + time.Second), now.Add(-30 * time.Minute), true},
		"well before the run's start": {now.Add(-time.Hour + time.Minute), now.Add(-30 * time.Minute), false},
	} {
		if got := writtenBy(repro.Run{Started: tt.started, Ended: tt.ended}, info); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// TestWroteBeside: what a training wrote where it read, by kind.
func TestWroteBeside(t *testing.T) {
	t.Parallel()
	dir, began := filestate.RealPath(t.TempDir()), time.Now()
	for name, age := range map[string]time.Duration{"memo/a.json": time.Hour, "memo/b.json": -time.Minute, "memo/c.json": time.Hour, "other/d.json": -time.Minute} {
		gittest.Write(t, dir, name, "{}")
		if err := os.Chtimes(filepath.Join(dir, name), began.Add(-age), began.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	for name, tt := range map[string]struct {
		wrote string
		want  []string
	}{
		"one more beside it": {"memo/b.json", []string{filepath.ToSlash(dir) + "/memo/*.json"}}, "elsewhere": {"other/d.json", nil}, "opened, and as it was": {"memo/c.json", nil}, "gone": {"memo/e.json", nil},
	} {
		seen := &observe.Observation{Processes: []observe.Process{{Writes: []observe.Access{{Path: filepath.Join(dir, tt.wrote), At: 2}}}}}
		if got := wroteBeside(seen, []string{filepath.Join(dir, "memo/a.json")}, t.TempDir(), absence{began: began}); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	seen := &observe.Observation{Processes: []observe.Process{{Writes: []observe.Access{{Path: filepath.Join(dir, "memo/b.json"), At: 2}}}}}
	if got := wroteBeside(seen, []string{"memo/a.json"}, dir, absence{began: began}); !slices.Equal(got, []string{"memo/*.json"}) {
		t.Errorf("in the place: %q", got)
	}
	if got := wroteBeside(nil, []string{dir}, dir, absence{}); got != nil {
		t.Errorf("nobody looked: %q", got)
	}
}
