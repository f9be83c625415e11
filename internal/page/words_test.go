package page

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
)

// TestStateChange_Text: a chat is told first what is outside, then the cause, and last what
// is not known.
func TestStateChange_Text(t *testing.T) {
	t.Parallel()
	const numbers, cause = "2 of 3 metrics are outside tolerance.", "The drift is consistent with other data in price."
	c := StateChange{Model: "fraud", Version: "2", State: status.Drifted, Summary: repro.UnknownSpread + " " + numbers, Cause: cause}
	if got, want := c.Text(), "fraud v2: drifted. "+numbers+" "+cause+" "+repro.UnknownSpread; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	c.Summary = numbers
	if got, want := c.Text(), "fraud v2: drifted. "+numbers+" "+cause; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	c.Cause = numbers
	if got, want := c.Text(), "fraud v2: drifted. "+numbers; got != want {
		t.Errorf("said twice: %q, want %q", got, want)
	}
}

// TestCardSaysItOnce: a cause that the summary is, or has, is not shown beside it.
func TestCardSaysItOnce(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 7, 1, 2, 0, 0, 0, time.UTC)
	for cause, want := range map[string]int{"Metric f1 is missing.": 0, "Data has changed.": 1} {
		var c repro.Check
		c.Model, c.Version, c.Original, c.Summary, c.Cause = "churn", "1", "a", "Metric f1 is missing.", cause
		c.At, c.Verdict = at, repro.Drifted
		var page strings.Builder
		if err := Write(&page, Known{Checks: []repro.Check{c}, Now: at, Limit: time.Hour}, "reproduce"); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(page.String(), `class="cause"`); got != want {
			t.Errorf("%s: shown %d times as a cause, want %d", cause, got, want)
		}
	}
}

// TestLatestOutside: of a check that could not tell no metric was inside either.
func TestLatestOutside(t *testing.T) {
	t.Parallel()
	judged := []repro.CheckedMetric{{Name: "acc", State: repro.StateOutside, Original: 1, Reproduced: 2, Low: math.NaN(), High: math.NaN()}, {Name: "f1", State: repro.StateIdentical}}
	check := func(v repro.Verdict, metrics []repro.CheckedMetric) (c repro.Check) {
		c.Verdict, c.Metrics = v, metrics
		return c
	}
	drifted := check(repro.Drifted, judged)
	for _, test := range []struct {
		checks []repro.Check
		want   string
	}{
		{[]repro.Check{drifted}, "1 / 2"},
		{[]repro.Check{drifted, check(repro.Missed, nil)}, "1 / 2"},
		{[]repro.Check{drifted, check(repro.Unverified, judged)}, ""},
		{nil, ""},
	} {
		if got, _ := latestOutside(Model{Checks: test.checks}); got != test.want {
			t.Errorf("%+v: %q, want %q", test.checks, got, test.want)
		}
	}
}

// TestCharted: a day is said once.
func TestCharted(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 29, 3, 0, 0, 0, time.UTC)
	on := func(at time.Time) (c repro.Check) {
		c.At = at
		return c
	}
	for want, checks := range map[string][]repro.Check{
		"last check, 29 Nov":              {on(at)},
		"last 2 checks, all of 29 Nov":    {on(at), on(at.Add(time.Hour))},
		"last 2 checks, 28 Nov to 29 Nov": {on(at.Add(-24 * time.Hour)), on(at)},
	} {
		if got := charted(checks, at.Add(2*time.Hour)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestChangesOf_name: an input has one name, whether or not all of its rows were compared.
func TestChangesOf_name(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"price", "price (first 10,000 rows)"} {
		if got := newChange(time.Time{}, repro.Input{Kind: repro.KindData, Name: name, Now: "b"}, "a", "b", false).Name; got != "price" {
			t.Errorf("%q is called %q", name, got)
		}
	}
}
