package history

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestReadOnce: a history that is named in several spellings is one, and so is a check
// that it has twice.
func TestReadOnce(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	c := saved(t, reporttest.ReproducedResult())
	if _, err := Append(filepath.Join(top, "past"), []repro.Check{c}); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("past", filepath.Join(top, "link")); err != nil {
		t.Skip(err)
	}
	for _, dir := range []string{"backup", "past/nested"} { // copies
		if _, err := Append(filepath.Join(top, dir), []repro.Check{c}); err != nil {
			t.Fatal(err)
		}
	}
	inner := filepath.Join("past", filepath.FromSlash(Place(c, nil)))
	opened := 0
	branch := func(b Branch) (Remote, error) {
		opened++
		return Remote{"https://github.example/acme/models", func(func(string, []byte)) error { return nil }}, nil
	}
	for _, paths := range [][]string{
		{"past"}, {"past", "past"}, {"past", "./past/"}, {"past", filepath.Join(top, "past")}, {"link", "past"}, {"past/../past", "link/"},
		{"past", "past/checks"}, {"past/checks", "past"}, {"past", inner}, {inner, "link"},
		{"past", "backup"}, {"past", "past/nested"}, {"past/nested", "past"}, {"backup", "past/nested"},
	} {
		checks, gaps := (&Reader{Dir: top, Branch: branch}).Read(paths)
		if len(checks) != 1 || gaps.Unread {
			t.Errorf("%q: %d checks, %q", paths, len(checks), gaps.Notes)
		}
	}
	r := &Reader{Dir: top, Branch: branch, Own: Branch{"acme/own", "past"}}
	if r.Read([]string{"acme/models:past", "Acme/Models:past", "acme/models:other", "ACME/own:past"}); opened != 2 {
		t.Errorf("%d branches were opened, want 2", opened)
	}
	if got := Distinct(top, []string{"past", "acme/models:past", "none", "./none", "past/checks"}); !slices.Equal(got, []string{"past", "acme/models:past", "none", "past/checks"}) {
		t.Errorf("distinct are %q", got)
	}
}

// TestReadReportBesideItsCheck: a directory may have both.
func TestReadReportBesideItsCheck(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := saved(t, reporttest.ReproducedResult())
	c.Repository = "https://github.example/acme/models"
	if _, err := Append(dir, []repro.Check{c}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "report.json"), []byte("whole"), 0o644); err != nil {
		t.Fatal(err)
	}
	whole := c
	whole.Repository = ""
	reader := &Reader{Dir: dir, Report: func([]byte, string) (repro.Check, error) { return whole, nil }}
	checks, gaps := reader.Read([]string{"."})
	if len(checks) != 1 || checks[0].Repository != c.Repository || gaps.Unread {
		t.Errorf("%d checks, of %q, %q", len(checks), checks[0].Repository, gaps.Notes)
	}
}

// TestNewest: of each version the newest are kept, as many of one as of another, and none
// is lost whole.
func TestNewest(t *testing.T) {
	t.Parallel()
	type file struct {
		version string
		day     int
		size    int64
	}
	var files []file
	for day := 1; day <= 6; day++ {
		files = append(files, file{"a", day, 1})
	}
	files = append(files, file{"m", 3, 1}, file{"m", 2, 1}, file{"z", 1, 4})
	for _, test := range []struct {
		most int
		room int64
		want string
	}{
		{9, 99, "[{a 1 1} {a 2 1} {a 3 1} {a 4 1} {a 5 1} {a 6 1} {m 3 1} {m 2 1} {z 1 4}]"},
		{6, 99, "[{a 4 1} {a 5 1} {a 6 1} {m 3 1} {m 2 1} {z 1 4}]"},
		{3, 99, "[{a 6 1} {m 3 1} {z 1 4}]"},
		{9, 8, "[{a 5 1} {a 6 1} {m 3 1} {m 2 1} {z 1 4}]"},
	} {
		got, left := newest(files, test.most, test.room, func(f file) candidate {
			return candidate{[3]string{f.version}, time.Unix(int64(f.day), 0), f.size}
		})
		if fmt.Sprint(got) != test.want || len(got)+len(left) != len(files) {
			t.Errorf("%d in %d bytes: %v, want %s", test.most, test.room, got, test.want)
		}
	}
}

// TestTooManyChecks: above the limit no model vanishes, and how many were left out is said.
func TestTooManyChecks(t *testing.T) {
	t.Parallel()
	reader := &Reader{Report: func(text []byte, _ string) (repro.Check, error) {
		var c repro.Check
		c.Model, c.Version = string(text[:1]), "1"
		var n int64
		_, err := fmt.Sscan(string(text[1:]), &n)
		c.At = time.Unix(n, 0)
		return c, err
	}}
	for i := range maxFiles + 10 {
		reader.Add("checks/a/1/x.json", fmt.Appendf(nil, "a%d", i+1))
	}
	for i := range 3 {
		reader.Add("checks/z/1/x.json", fmt.Appendf(nil, "z%d", i+1))
	}
	checks, gaps := reader.Read([]string{"."})
	models := map[string]int{}
	oldest := checks[0].At.Unix()
	for _, c := range checks {
		models[c.Model]++
	}
	if models["z"] != 3 || len(checks) != maxFiles || oldest != 14 || gaps.Unread ||
		len(gaps.Notes) != 1 || gaps.Notes[0] != "history: 13 checks are left out, the oldest of each version: there is room for 60000 checks and 256 MB" {
		t.Errorf("%d checks, of %v, the oldest %d, %q", len(checks), models, oldest, gaps.Notes)
	}
}
