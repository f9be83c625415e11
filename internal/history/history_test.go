package history

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// decode takes a file whose text is a model's name for a saved result of it.
func decode(text []byte, from string) (repro.Check, error) {
	if strings.HasPrefix(string(text), "{") {
		return repro.Check{}, errors.New("read report: no schema_version")
	}
	var c repro.Check
	c.At, c.Model, c.ID = time.Unix(1, 0), string(text), from
	return c, nil
}

// TestRead has a directory as people and others leave them.
func TestRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"checks/churn/1.json": "churn", "checks/churn/2.JSON": "churn", "checks/ltv/1.json": "ltv", "checks/badge.json": "{}",
		"checks/notes.md": "churn", "checks/.git/3.json": "churn", "checks/big.json": strings.Repeat("x", maxSize+1), "one": "churn", "secret.json": "churn",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "secret.json"), filepath.Join(dir, "checks", "link.json")); err != nil {
		t.Log(err)
	}
	reader := &Reader{Dir: dir, Report: decode}
	records, gaps := reader.Read([]string{"checks", filepath.Join(dir, "one"), "absent"})
	warnings := gaps.Notes
	if !gaps.Unread {
		t.Error("all is said to be read")
	}
	var from []string
	for _, record := range records {
		from = append(from, record.From)
	}
	if want := []string{"checks/churn/1.json", "checks/churn/2.JSON", "checks/ltv/1.json", filepath.ToSlash(filepath.Join(dir, "one"))}; !slices.Equal(from, want) {
		t.Errorf("read %q, want %q", from, want)
	}
	if want := []string{
		"history absent: there is no such file or directory, so earlier checks are not known from it",
		"history: left out checks/big.json (more than 16777216 bytes); checks/link.json (a link, and none is followed); checks/badge.json (no schema_version)",
	}; !slices.Equal(warnings, want) {
		t.Errorf("warned of\n%s\nwant\n%s", strings.Join(warnings, "\n"), strings.Join(want, "\n"))
	}
	if records, gaps := (&Reader{Dir: dir, Report: decode}).Read(nil); records != nil || gaps.Notes != nil || gaps.Unread {
		t.Errorf("no history gave %v, %q", records, gaps.Notes)
	}
}

// TestReadNamesAFew of many files that are none.
func TestReadNamesAFew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for i := range maxNamed + 3 {
		if err := os.WriteFile(filepath.Join(dir, string(rune('a'+i))+".json"), []byte("{"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, gaps := (&Reader{Dir: dir, Report: decode}).Read([]string{"."})
	warnings := gaps.Notes
	if len(warnings) != 1 || strings.Count(warnings[0], "no schema_version") != maxNamed || !strings.HasSuffix(warnings[0], "; and 3 more files") {
		t.Errorf("warned of %q", warnings)
	}
}

// TestReadStopsAtItsLimit says so, and keeps what it has.
func TestReadStopsAtItsLimit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"a.json", "b.json"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("churn"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	reader := &Reader{Dir: dir, Report: decode, entries: maxEntries - 2}
	records, gaps := reader.Read([]string{dir})
	if len(records) != 1 || !gaps.Unread || len(gaps.Notes) != 1 || !strings.HasSuffix(gaps.Notes[0], "directory entries") {
		t.Errorf("%d records, warned of %q", len(records), gaps.Notes)
	}
}
