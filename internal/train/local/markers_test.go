package local

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/lend"
)

// TestMarkers: small young files beside what was read and may be of later, or above it; no data, no
// settings, nothing of long before, and nothing that is kept.
func TestMarkers(t *testing.T) {
	t.Parallel()
	now, world := time.Now(), filestate.RealPath(t.TempDir())
	home := filepath.Join(world, "home")
	for file, written := range map[string]time.Duration{
		"share/f/part-0": time.Hour, "share/f/_SUCCESS": time.Hour, "share/.done": time.Hour, "share/raw.csv": time.Hour,
		"share/README": 30 * 24 * time.Hour, "share/kept": time.Hour, "share/g/other": time.Hour, "home/w": time.Hour, "home/.netrc": time.Hour,
	} {
		text := "1\n"
		if strings.HasSuffix(file, ".csv") {
			text = strings.Repeat(text, mostOfMarker)
		}
		gittest.Write(t, world, file, text)
		at := now.Add(-written)
		if err := os.Chtimes(filepath.Join(world, filepath.FromSlash(file)), at, at); err != nil {
			t.Fatal(err)
		}
	}
	lent := func(files ...string) map[string]lend.File {
		found := map[string]lend.File{}
		for _, file := range files {
			found[file] = lend.File{Path: file, Size: 1, Time: now}
		}
		return found
	}
	l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: filepath.Join(home, "churn")}}, Environ: []string{"HOME=" + home}}
	plan := repro.Plan{Original: repro.Run{Started: now.Add(-49 * time.Hour)}, Keep: []string{filepath.Join(world, "share", "kept")}}
	p := place{clone: &git.Clone{Dir: filepath.Join(world, "place")}, lent: lentFiles{files: lent("data/f/part-0", "data/f/x", "data/.done", "data/.env", "top", "more/x")}}
	for younger, want := range map[string]string{
		"WORLD/share/f/part-0": "WORLD/share/.done WORLD/share/f/_SUCCESS",
		"WORLD/home/w":         "", // what lies in a home is anybody's
		"data/f/part-0":        "data/.done data/f/x",
		"top":                  "",
	} {
		got := l.markers([]string{strings.ReplaceAll(younger, "WORLD", world)}, p, plan)
		if !slices.Equal(got, strings.Fields(strings.ReplaceAll(want, "WORLD", world))) {
			t.Errorf("beside %s: %q, want %s", younger, got, want)
		}
	}
}
