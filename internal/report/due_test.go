package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/due"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
)

// TestDue renders plans of a night: one in which everything happens, and the
// sentences of the others.
func TestDue(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 2, 17, 0, 0, time.UTC)
	version := func(name string, days, minutes int, events ...due.Event) due.Candidate {
		v := due.Candidate{Name: name, Version: "7", Events: events, Price: due.Price{Took: time.Duration(minutes) * time.Minute, From: due.FromChecks}}
		if days > 0 {
			v.Checked = now.AddDate(0, 0, -days)
			v.Tried = v.Checked
		}
		return v
	}
	unknown := version("iris", 0, 0)
	unknown.Price = due.Price{}
	all := []due.Candidate{version("churn", 3, 30, due.DataChanged, due.IsFlaky), version("fraud", 21, 80), version("spam", 20, 0, due.DidNotRun), unknown, version("vision`|", 12, 300)}
	all[2].Price.Took = 20 * time.Second
	limits := due.Limits{Budget: 90 * time.Minute, PerModel: 4 * time.Hour, Interval: 7 * 24 * time.Hour}
	p := due.Of(all, []due.Candidate{version("fresh", 1, 5)}, limits, now)
	p.Forecast()
	list := DueList{Plan: p, CheckedRecently: 1, Notes: []string{"draft has no version production"}, Latest: now.AddDate(0, 0, -3), Slept: now.AddDate(0, 0, -2)}
	reporttest.Golden(t, "due.txt", Due(list, now, terminal.Style{}))
	reporttest.Golden(t, "due.md", DuePage(list, now))

	var many []due.Candidate
	for i := range 300 {
		many = append(many, version(fmt.Sprintf("model-%03d", i), 10, 1))
	}
	p = due.Of(many, nil, due.Limits{}, now)
	p.Forecast()
	const cut = "And 24 more.\n44 more are due, above the 256 jobs that GitHub makes of a matrix.\n"
	if got := Due(DueList{Plan: p}, now, terminal.Style{}); !strings.HasSuffix(got, cut) || strings.Count(got, "\n") > 290 {
		t.Errorf("more than a matrix holds:\n%s\nwant the end %q", got, cut)
	}
	first := version("spam", 0, 3)
	first.Price.From = due.FromOriginal
	p = due.Of([]due.Candidate{first, version("fraud", 3, 1)}, nil, due.Limits{}, now)
	if got, want := Due(DueList{Plan: p}, now, terminal.Style{}), "1 price is how long the original's own run took, as no check of it is known: a check may take longer.\n"; !strings.Contains(got, want) {
		t.Errorf("priced by the original:\n%s\nwant %q", got, want)
	}
	open := version("spam", 0, 1)
	open.Checked, open.Tried, open.Open = now.Add(-time.Hour), now.Add(-time.Hour), true
	for _, tt := range []struct {
		later []due.Candidate
		want  string
	}{
		{[]due.Candidate{version("fresh", 1, 5)}, "No model version is due for a check.\n1 was checked within min-interval. It is due from 29 Nov 2026 02:17 UTC on;\nmin-interval 0s lists it now.\n"},
		{[]due.Candidate{version("fresh", 1, 5), open}, "2 were checked within min-interval. The first of them, spam v7, is due from 23 Nov 2026 21:17 UTC on; min-interval 0s lists all now."},
	} {
		p := due.Of(nil, tt.later, due.Limits{Interval: 7 * 24 * time.Hour}, now)
		got := Due(DueList{Plan: p, CheckedRecently: len(tt.later)}, now, terminal.Style{})
		if flat := strings.NewReplacer("\n", " "); !strings.Contains(flat.Replace(got), strings.TrimSpace(flat.Replace(tt.want))) {
			t.Errorf("nothing is due: got\n%s\nwant\n%s", got, tt.want)
		}
	}
	p = due.Of([]due.Candidate{unknown}, nil, due.Limits{Budget: time.Hour}, now)
	reporttest.Golden(t, "due-unknown.txt", Due(DueList{Plan: p, Slept: now}, now, terminal.Style{}))
	p = due.Of(all[4:], nil, due.Limits{PerModel: time.Hour}, now)
	reporttest.Golden(t, "due-none.md", DuePage(DueList{Plan: p}, now))
}
