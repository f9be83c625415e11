//go:build unix

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
)

// TestCarried_younger: of what was read outside of the place, that which the original may have
// been without, whatever it is called; no code, nothing of tools, and nothing that is to be kept.
func TestCarried_younger(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, tt := range map[string]struct {
		file    string
		written time.Duration // before the training; the original ended 48 hours before it
		keep    string
		list    string
		want    bool
	}{
		"data of later":             {"share/features.csv", time.Hour, "", "", true},
		"of the original's time":    {"share/features.csv", 48*time.Hour + 30*time.Minute, "", "", true},
		"of the same morning":       {"share/features.csv", 60 * time.Hour, "", "", true},
		"of long before":            {"share/features.csv", 30 * 24 * time.Hour, "", "", false},
		"of a neutral name":         {"share/part", time.Hour, "", "", true},
		"settings at home":          {"home/.churn.json", time.Hour, "", "", false},
		"a state in a dotfile":      {"share/.scaler", time.Hour, "", "", true},
		"kept":                      {"share/features.csv", time.Hour, "share", "", false},
		"of a listed folder":        {"share/rows/1.csv", time.Hour, "", "share/rows", false},
		"in one of a listed folder": {"share/rows/1.csv", time.Hour, "", "share", false},
		"beside a listed folder":    {"share/rows/1.csv", time.Hour, "", "share/other", true},
		"a module":                  {"share/kit.py", time.Hour, "", "", false},
		"a package's download":      {"home/.cache/huggingface/hub/x.json", time.Hour, "", "", false},
		"written meanwhile":         {"share/features.csv", -time.Minute, "", "", false},
	} {
		world := filestate.RealPath(t.TempDir())
		full := filepath.Join(world, filepath.FromSlash(tt.file))
		gittest.Write(t, world, tt.file, "1\n")
		if err := os.Chtimes(full, now.Add(-tt.written), now.Add(-tt.written)); err != nil {
			t.Fatal(err)
		}
		top := filepath.Join(world, "place")
		process := observe.Process{
			Hooked: true, Dir: top, Args: []string{"python", "train.py"},
			Code:  []observe.Access{{Path: filepath.Join(top, "train.py"), At: 1}},
			Reads: []observe.Access{{Path: full, At: 2}},
		}
		if tt.list != "" {
			process.Listed = []observe.Asking{{Path: filepath.Join(world, tt.list)}}
		}
		l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: filepath.Join(world, "home", "churn")}}, Environ: []string{"HOME=" + filepath.Join(world, "home")}}
		plan := repro.Plan{Original: repro.Run{Started: now.Add(-49 * time.Hour), Ended: now.Add(-48 * time.Hour)}}
		if tt.keep != "" {
			plan.Keep = []string{filepath.Join(world, tt.keep)}
		}
		found := l.carried(&observe.Observation{Processes: []observe.Process{process}}, place{clone: &git.Clone{Dir: top}, absence: absence{began: now}}, plan).younger
		if got := slices.Equal(found, []string{full}); got != tt.want || !got && len(found) > 0 {
			t.Errorf("%s: %q", name, found)
		}
	}
}
