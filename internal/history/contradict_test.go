package history

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// forged is a check of a drift as somebody makes a reproduction of it, with all that its own
// numbers bear out.
func forged(c repro.Check) repro.Check {
	c.Verdict, c.Reason = repro.Reproduced, repro.Identical
	c.Metrics, c.Runs, c.Cut = append([]repro.CheckedMetric(nil), c.Metrics...), nil, true
	for i, m := range c.Metrics {
		c.Metrics[i].Reproduced, c.Metrics[i].State = m.Original, repro.StateIdentical
		c.Metrics[i].Low, c.Metrics[i].High = judge.Band(m.Tolerance, m.Original)
	}
	return c
}

// TestContradict: a check that was changed beside its report, or the other way round, is
// named, and nothing is green by it.
func TestContradict(t *testing.T) {
	t.Parallel()
	drift := saved(t, reporttest.DriftedResult())
	green := forged(drift)
	changed := green // a report that was changed has another digest
	changed.Report = strings.Repeat("ab", 32)
	text := func(c repro.Check) string {
		data, err := Encode(c)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	name := filepath.Base(Place(drift, nil))
	for title, tt := range map[string]struct {
		files map[string]string // a document, or the verdict of a whole report
		notes string            // "" is none
	}{
		"as it is":                        {map[string]string{"a/" + name: text(drift), "b/report.json": "drift"}, ""},
		"a check that was changed":        {map[string]string{"a/" + name: text(green), "b/report.json": "drift"}, "a/" + name + " (not what the report says that it has the digest of"},
		"and that is read last":           {map[string]string{"z/" + name: text(green), "b/report.json": "drift"}, "z/" + name + " (not what the report says"},
		"two checks":                      {map[string]string{"a/" + name: text(green), "b/" + name: text(drift)}, "says otherwise than h/a/" + name},
		"two checks, the other way round": {map[string]string{"a/" + name: text(drift), "b/" + name: text(green)}, "says otherwise than h/a/" + name},
		"a report that was changed":       {map[string]string{"a/" + name: text(drift), "b/report.json": "changed"}, "h/b/report.json (says otherwise than h/a/" + name},
		"one that was added":              {map[string]string{"a/" + name: text(drift), "a/" + filepath.Base(Place(changed, nil)): text(changed)}, "of the same check: one of the two was changed"},
	} {
		dir := t.TempDir()
		for file, text := range tt.files {
			path := filepath.Join(dir, "h", file)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		reader := &Reader{Dir: dir, Report: func(text []byte, _ string) (repro.Check, error) {
			return map[string]repro.Check{"drift": drift, "changed": changed}[string(text)], nil
		}}
		checks, gaps := reader.Read([]string{"h"})
		if len(checks) != 1 || checks[0].Verdict != repro.Drifted {
			t.Errorf("%s: %d checks, the first %s", title, len(checks), checks[0].Verdict)
		}
		if said := strings.Join(gaps.Notes, "\n"); !strings.Contains(said, tt.notes) || gaps.Unread != (tt.notes != "") || tt.notes == "" && said != "" {
			t.Errorf("%s: %q, unread %v", title, said, gaps.Unread)
		}
	}
}

// TestAppendToChanged: a report that is added again takes the place of what was made of its
// check, and of nothing else.
func TestAppendToChanged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	drift := saved(t, reporttest.DriftedResult())
	green := forged(drift)
	if added, err := Append(dir, []repro.Check{green}); err != nil || len(added) != 1 {
		t.Fatal(added, err)
	}
	later := drift // by a newer version of reproduce, on another runner
	later.Tool, later.Links.Job, later.Summary = "reproduce v9", "https://ci.example/2", "Other words."
	for want, c := range []repro.Check{later, drift} {
		if added, err := Append(dir, []repro.Check{c}); err != nil || len(added) != 1-want {
			t.Errorf("%d were added: %v", len(added), err)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(Place(drift, nil))))
	var d struct{ Tool, Verdict string }
	if err != nil || json.Unmarshal(data, &d) != nil || d.Verdict != "drifted" || d.Tool != later.Tool {
		t.Errorf("the history has %s, %v", data, err)
	}
}
