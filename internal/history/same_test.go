package history

import (
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestAppend_otherBytes: a report that was saved in other bytes is the same check.
func TestAppend_otherBytes(t *testing.T) {
	t.Parallel()
	check := func(id, digest string, change func(*repro.Check)) repro.Check {
		c := repro.Check{Report: strings.Repeat(digest, 64)}
		c.Model, c.Version, c.Original, c.ID, c.Run = "churn", "7", "a", id, "r"
		c.At, c.Verdict, c.Reason = time.Date(2026, 11, 3, 2, 41, 0, 0, time.UTC), repro.Reproduced, repro.Identical
		c.Metrics = []repro.CheckedMetric{{Name: "f1", Original: 1, Reproduced: 1, Low: 0.9, High: 1.1, Tolerance: "0.1 abs", State: repro.StateIdentical}}
		change(&c)
		return c
	}
	same := func(*repro.Check) {}
	for name, test := range map[string]struct {
		a, b repro.Check
		adds int
	}{
		"of one attempt":     {check("x", "a", same), check("x", "b", same), 0},
		"without an attempt": {check("", "a", same), check("", "b", same), 0},
		"another attempt":    {check("x", "a", same), check("y", "b", same), 1},
		"a second later":     {check("", "a", same), check("", "b", func(c *repro.Check) { c.At = c.At.Add(time.Second) }), 1},
		"in the same second": {check("", "a", same), check("", "b", func(c *repro.Check) { c.At = c.At.Add(time.Millisecond) }), 1},
		"it says otherwise":  {check("x", "a", same), check("x", "b", func(c *repro.Check) { c.Verdict, c.Reason = repro.Unverified, repro.NotExecuted }), 1},
		"other numbers, no attempts": {check("", "a", same), check("", "b", func(c *repro.Check) {
			c.Metrics[0].Original, c.Metrics[0].Reproduced, c.Metrics[0].Low, c.Metrics[0].High = 1.05, 1.05, 0.95, 1.15
		}), 1},
	} {
		dir := t.TempDir()
		if _, err := Append(dir, []repro.Check{test.a}); err != nil {
			t.Fatal(err)
		}
		added, err := Append(dir, []repro.Check{test.b})
		if err != nil || len(added) != test.adds {
			t.Errorf("%s: added %d, want %d: %v", name, len(added), test.adds, err)
		}
		reader := &Reader{}
		checks, _ := reader.Read([]string{dir})
		if knows := reader.Knows(test.b); name != "it says otherwise" && (len(checks) != 1+test.adds || !knows) {
			t.Errorf("%s: %d checks, known %v", name, len(checks), knows)
		}
	}
}
