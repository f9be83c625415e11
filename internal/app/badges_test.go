package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/page"
)

// TestReplaceAll: all files of a directory are replaced, or none of them.
func TestReplaceAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{"all.json": "before", "b": "a file"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files := []page.File{{Path: "all.json", Data: []byte("now")}, {Path: "models/x/1.json", Data: []byte("now")}, {Path: "b/1.json", Data: []byte("now")}}
	if err := replaceAll(dir, files); err == nil || !strings.Contains(err.Error(), "none was replaced") {
		t.Errorf("the error is %v", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("it leaves %v, %v", entries, err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "all.json")); err != nil || string(text) != "before" {
		t.Errorf("one was replaced: %q, %v", text, err)
	}
	if err := replaceAll(dir, files[:2]); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, "all.json")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
}

// TestCheckBadges_link: nothing is written through a link, however it is spelled.
func TestCheckBadges_link(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	real, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	if err := os.Mkdir(real, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	a := &App{Process: Process{Dir: dir}}
	for _, said := range []string{"link", "link/", "./link", link, link + "/", link + "/."} {
		if err := a.writeBadges(said, page.Known{}); err == nil || !strings.Contains(err.Error(), "name the directory that it leads to with --badges") {
			t.Errorf("%s: %v", said, err)
		}
	}
	if entries, err := os.ReadDir(real); err != nil || len(entries) > 0 {
		t.Errorf("it has %v, %v", entries, err)
	}
	if err := a.writeBadges("real", page.Known{}); err != nil {
		t.Error(err)
	}
	if err := a.writeBadges(".git/badges", page.Known{}); err == nil || Exists(filepath.Join(dir, ".git")) {
		t.Errorf("badges lie in git's own directory: %v", err)
	}
	if err := a.writePage(".git/models.html", page.Known{}); err == nil || Exists(filepath.Join(dir, ".git")) {
		t.Errorf("the page lies in git's own directory: %v", err)
	}
}
