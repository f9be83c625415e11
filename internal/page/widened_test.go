package page

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestWidened: a drift that only a wider tolerance ended is told where the version is green.
func TestWidened(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 7, 1, 2, 0, 0, 0, time.UTC)
	outside := repro.CheckedMetric{Name: "f1", Original: 0.9, Reproduced: 0.5, Low: 0.89, High: 0.91, Tolerance: "0.01 abs", State: repro.StateOutside}
	with := func(change func(*repro.CheckedMetric)) repro.CheckedMetric {
		m := outside
		m.Low, m.High, m.Tolerance, m.State = -8.1, 9.9, "1000%", repro.StateWithin
		change(&m)
		return m
	}
	for name, tt := range map[string]struct {
		now  repro.CheckedMetric
		want bool
	}{
		"the same value":       {with(func(*repro.CheckedMetric) {}), true},
		"nearer, and not near": {with(func(m *repro.CheckedMetric) { m.Reproduced = 0.88 }), true},
		"mended":               {with(func(m *repro.CheckedMetric) { m.Reproduced = 0.905 }), false},
		"identical":            {with(func(m *repro.CheckedMetric) { m.Reproduced, m.State = 0.9, repro.StateIdentical }), false},
		"within noise":         {with(func(m *repro.CheckedMetric) { m.State = repro.StateNoise }), false},
		"another original":     {with(func(m *repro.CheckedMetric) { m.Original = 0.5 }), false},
		"another metric":       {with(func(m *repro.CheckedMetric) { m.Name = "acc" }), false},
		"no value":             {with(func(m *repro.CheckedMetric) { m.Reproduced = math.NaN() }), false},
		"drifts":               {outside, false},
	} {
		check := func(day int, m repro.CheckedMetric) (c repro.Check) {
			c.Model, c.Version, c.Original, c.At, c.Metrics = "churn", "1", "a", at.AddDate(0, 0, day), []repro.CheckedMetric{m}
			c.Verdict = repro.Reproduced
			if m.State == repro.StateOutside {
				c.Verdict = repro.Drifted
			}
			return c
		}
		checks := []repro.Check{check(0, outside), check(1, tt.now)}
		now := at.AddDate(0, 0, 1).Add(time.Hour)
		var page strings.Builder
		if err := Write(&page, Known{Checks: checks, Now: now, Limit: 24 * time.Hour}, "reproduce"); err != nil {
			t.Fatal(err)
		}
		const said = "A wider tolerance ended the drift of 1 Jul 2026. Still outside of what was allowed then: f1 (0.01 abs, now 1000%)."
		if got := strings.Contains(page.String(), said); got != tt.want {
			t.Errorf("%s: on the page %v, want %v", name, got, tt.want)
		}
		known := Known{Checks: checks, Now: now, Limit: 24 * time.Hour}
		document, err := JSON(known, "reproduce")
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(document), said); got != tt.want {
			t.Errorf("%s: in the document %v, want %v", name, got, tt.want)
		}
		if got := strings.Contains(Terminal(known), "churn v1: "+said); got != tt.want {
			t.Errorf("%s: in the table %v, want %v", name, got, tt.want)
		}
		if got := strings.Contains(Terminal(known), "widened, drifted 1 Jul"); got != tt.want {
			t.Errorf("%s: in its row %v, want %v", name, got, tt.want)
		}
		for _, badge := range Badges(known) {
			if got := strings.Contains(string(badge.Data), "wider tolerance"); got != tt.want {
				t.Errorf("%s: on badge %s %v, want %v", name, badge.Path, got, tt.want)
			}
		}
		chat := ""
		for _, c := range StateChanges(checks, checks[1:], now, 24*time.Hour, nil) {
			chat += c.Text()
		}
		if got := strings.Contains(chat, said); got != tt.want {
			t.Errorf("%s: told %v in %q, want %v", name, got, chat, tt.want)
		}
	}
}
