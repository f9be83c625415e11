package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/page"
)

// TestGreyOldBadges: a badge whose model has no check any more is green no longer, and
// nothing else in the directory is touched.
func TestGreyOldBadges(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	green := page.Badge{Message: "reproduced 1 Nov 2026", Color: "brightgreen"}
	for name, text := range map[string][]byte{
		"all.json": green.JSON(), "models/churn.json": green.JSON(), "models/churn.svg": green.SVG(), "models/churn/1.json": green.JSON(),
		"models/iris.json": green.JSON(), "models/notes.json": []byte("{}\n"), "models/README.md": green.JSON(),
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	a := &App{Process: Process{Dir: dir}}
	grey, err := a.greyBadges(dir, []page.File{{Path: "all.json"}, {Path: "models/iris.json"}})
	if err == nil {
		err = replaceAll(dir, grey)
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, grey := range map[string]bool{"all.json": false, "models/churn.json": true, "models/churn.svg": true, "models/churn/1.json": true, "models/iris.json": false, "models/notes.json": false, "models/README.md": false} {
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if got := strings.Contains(string(text), "no check is known"); err != nil || got != grey {
			t.Errorf("%s is %s (%v), want it grey: %v", name, text, err, grey)
		}
	}
}
