package record

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/filelock"
)

// TestSweep: what a killed recording left is removed, and nothing of one at work or of others.
func TestSweep(t *testing.T) {
	t.Parallel()
	parent, now := t.TempDir(), time.Now()
	old := now.Add(-time.Hour)
	for name, age := range map[string]time.Time{"reproduce-record-1": old, "reproduce-record-2": old, "reproduce-record-3": now, "reproduce-other-4": old, "other": old} {
		dir := filepath.Join(parent, name)
		if err := os.MkdirAll(filepath.Join(dir, "observe"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(dir, age, age); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(parent, "reproduce-record-file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("other", filepath.Join(parent, "reproduce-record-link")); err != nil {
		t.Fatal(err)
	}
	lock, err := filelock.Directory(filepath.Join(parent, "reproduce-record-2"))
	if err != nil {
		t.Fatal(err)
	}
	sweep(parent, now)
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	var left []string
	entries, _ := os.ReadDir(parent)
	for _, entry := range entries {
		left = append(left, entry.Name())
	}
	if want := []string{"other", "reproduce-other-4", "reproduce-record-2", "reproduce-record-3", "reproduce-record-file", "reproduce-record-link"}; !slices.Equal(left, want) {
		t.Errorf("left %q; want %q", left, want)
	}
	sweep(parent, now)
	if _, err := os.Stat(filepath.Join(parent, "reproduce-record-2")); err == nil {
		t.Error("the folder of a recording that has ended is still there")
	}
}

// TestMakeTemp: a recording's own folder is not swept by the next.
func TestMakeTemp(t *testing.T) {
	later := func() time.Time { return time.Now().Add(time.Hour) }
	first, second := &Recording{Recorder: Recorder{Now: later}}, &Recording{Recorder: Recorder{Now: later}}
	t.Setenv("TMPDIR", t.TempDir())
	for _, g := range []*Recording{first, second} {
		if err := g.makeTemp(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(first.temp); err != nil {
		t.Errorf("the folder of a recording at work was removed: %v", err)
	}
	for _, g := range []*Recording{first, second} {
		dir := g.temp
		g.removeTemp()
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s was left", dir)
		}
	}
}
