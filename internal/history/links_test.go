package history

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestReadThroughALink: the directory that somebody names may be a link and may have any
// name; a link within it is not followed, and is said.
func TestReadThroughALink(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	check := repro.Check{Record: repro.Record{Past: repro.Past{At: time.Date(2026, 11, 1, 2, 41, 0, 0, time.UTC), Verdict: repro.Unverified, Reason: repro.Cancelled}, Model: "churn", Version: "3"}}
	for _, name := range []string{"past", Dir} { // "checks" is what a person calls it
		if n, err := Append(filepath.Join(top, name), []repro.Check{check}); len(n) != 1 || err != nil {
			t.Fatal(n, err)
		}
		if err := os.Symlink(name, filepath.Join(top, "link-to-"+name)); err != nil {
			t.Skip(err)
		}
		for _, path := range []string{name, "link-to-" + name} {
			r := Reader{Dir: top}
			if checks, gaps := r.Read([]string{path}); len(checks) != 1 || len(gaps.Notes) != 0 {
				t.Errorf("%s: %d checks, %q", path, len(checks), gaps.Notes)
			}
		}
	}
	if err := os.Symlink("3", filepath.Join(top, "past", Dir, "churn", "4")); err != nil {
		t.Fatal(err)
	}
	r := Reader{Dir: top}
	if checks, gaps := r.Read([]string{"past"}); len(checks) != 1 || !strings.Contains(fmt.Sprint(gaps.Notes), "churn/4 (a link") {
		t.Errorf("with a link within: %d checks, %q", len(checks), gaps.Notes)
	}
}

// TestReadHidden: a hidden directory is read where somebody names it, and a hidden history, or
// a part of one, is named where it is left out.
func TestReadHidden(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	check := repro.Check{Record: repro.Record{Past: repro.Past{At: time.Date(2026, 11, 1, 2, 41, 0, 0, time.UTC), Verdict: repro.Unverified, Reason: repro.Cancelled}, Model: "churn", Version: "3"}}
	for _, dir := range []string{"a/.past", "b", "c"} {
		if n, err := Append(filepath.Join(top, dir), []repro.Check{check}); len(n) != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	if err := os.Rename(filepath.Join(top, "b", Dir, "churn"), filepath.Join(top, "b", Dir, ".churn")); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"c/.git/refs", "c/.ipynb_checkpoints"} {
		if err := os.MkdirAll(filepath.Join(top, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]struct {
		checks int
		note   string
	}{
		"a/.past": {1, ""}, "a/.past/checks": {1, ""}, "a/.past/checks/churn/3": {1, ""}, "a": {0, "a/.past (hidden, and only read where it is named)"},
		"b": {0, "b/checks/.churn (hidden, and only read where it is named)"}, "c": {1, ""},
	} {
		r := Reader{Dir: top}
		checks, gaps := r.Read([]string{path})
		if said := strings.Join(gaps.Notes, ""); len(checks) != want.checks || !strings.Contains(said, want.note) || gaps.Unread != (want.note != "") {
			t.Errorf("%s: %d checks, %q", path, len(checks), said)
		}
	}
}

// TestAppendFollowsNoLink: nothing is written through a link below the directory that was
// named, at whatever depth, for it would not be read again; what it leads to stays as it is.
func TestAppendFollowsNoLink(t *testing.T) {
	t.Parallel()
	check := repro.Check{Record: repro.Record{Past: repro.Past{At: time.Date(2026, 11, 1, 2, 41, 0, 0, time.UTC), Verdict: repro.Unverified, Reason: repro.Cancelled}, Model: "churn", Version: "3"}}
	for _, linked := range []string{Dir, Dir + "/churn", Dir + "/churn/3"} {
		for _, inside := range []bool{false, true} {
			top := t.TempDir()
			dir := filepath.Join(top, "past")
			elsewhere := filepath.Join(top, "elsewhere")
			if inside {
				elsewhere = filepath.Join(dir, "elsewhere")
			}
			link := filepath.Join(dir, filepath.FromSlash(linked))
			for _, made := range []string{elsewhere, filepath.Dir(link)} {
				if err := os.MkdirAll(made, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Symlink(elsewhere, link); err != nil {
				t.Skip(err)
			}
			added, err := Append(dir, []repro.Check{check})
			if left, _ := os.ReadDir(elsewhere); len(added) != 0 || err == nil || !strings.Contains(err.Error(), linked+" is a link") || len(left) != 0 {
				t.Errorf("%s: %d added, %v, and there is %v", linked, len(added), err, left)
			}
		}
	}
}

// TestAppendKeepsTheOthers: a check that is too large is in the error, and the night is not
// lost for the others.
func TestAppendKeepsTheOthers(t *testing.T) {
	t.Parallel()
	small := repro.Check{Record: repro.Record{Past: repro.Past{At: time.Date(2026, 11, 1, 2, 41, 0, 0, time.UTC), Verdict: repro.Unverified, Reason: repro.Cancelled}, Model: "churn", Version: "3"}}
	large := small
	large.Model = "large"
	for i := range 20_000 {
		large.Metrics = append(large.Metrics, repro.CheckedMetric{Name: fmt.Sprintf("metric-with-a-long-name-%d", i), State: repro.StateWithin})
	}
	dir := t.TempDir()
	if n, err := Append(dir, []repro.Check{large, small}); len(n) != 1 || err == nil || !strings.Contains(err.Error(), "large") {
		t.Errorf("%d added: %v", len(n), err)
	}
}
