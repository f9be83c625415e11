package due

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/longtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
)

var today = time.Date(2026, 11, 23, 2, 17, 0, 0, time.UTC)

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

func TestPriceOf(t *testing.T) {
	t.Parallel()
	decided := func(day, took int) Made { return Made{today.AddDate(0, 0, day), minutes(took), true} }
	failed := func(day, took int) Made { return Made{today.AddDate(0, 0, day), minutes(took), false} }
	for name, test := range map[string]struct {
		original time.Duration
		checks   []Made
		took     int
		from     Source
		repeats  int
	}{
		"nothing known":                    {0, nil, 0, "", 1},
		"the original":                     {minutes(20), nil, 20, FromOriginal, 1},
		"an original left open for a week": {minutes(7 * 24 * 60), nil, 330, FromOriginal, 1},
		"one check":                        {minutes(20), []Made{decided(1, 30)}, 30, FromChecks, 1},
		"the greater of two":               {0, []Made{decided(1, 30), decided(2, 50)}, 50, FromChecks, 1},
		"the middle one, in any order":     {0, []Made{decided(3, 90), decided(1, 30), decided(2, 40)}, 40, FromChecks, 1},
		"the latest five":                  {0, []Made{decided(1, 500), decided(2, 500), decided(3, 500), decided(4, 10), decided(5, 10), decided(6, 10), decided(7, 10), decided(8, 10)}, 10, FromChecks, 1},
		"a failure that was short":         {minutes(20), []Made{failed(1, 1)}, 20, FromOriginal, 1},
		"a failure after checks":           {0, []Made{decided(1, 30), failed(2, 1)}, 30, FromChecks, 1},
		"a limit that was met since":       {minutes(20), []Made{decided(1, 30), failed(2, 330)}, 330, FromChecks, 1},
		"a limit that was met before":      {minutes(20), []Made{failed(1, 330), decided(2, 30)}, 30, FromChecks, 1},
		"a limit that was met at once":     {minutes(20), []Made{failed(1, 330)}, 330, FromChecks, 1},
		"a check that nobody timed":        {minutes(20), []Made{decided(1, 0)}, 20, FromOriginal, 1},
		"three trainings":                  {minutes(20), nil, 60, FromOriginal, 3},
		"three, and an original left open": {minutes(7 * 24 * 60), nil, 990, FromOriginal, 3},
		"three, and checks that made them": {minutes(20), []Made{decided(1, 45)}, 45, FromChecks, 3},
	} {
		if got := PriceOf(test.original, test.checks, minutes(330), test.repeats); got != (Price{minutes(test.took), test.from}) {
			t.Errorf("%s: %v from %q, want %d minutes from %q", name, got.Took, got.From, test.took, test.from)
		}
	}
}

// version is a version by a line: name, days since its latest check or never, minutes or ?, events.
func version(line string) Candidate {
	fields := strings.Fields(line)
	v := Candidate{Name: fields[0], Version: "1"}
	var days, took int
	if fields[1] != "never" {
		_, _ = fmt.Sscan(fields[1], &days)
		v.Checked = today.AddDate(0, 0, -days)
		v.Tried = v.Checked
	}
	if fields[2] != "?" {
		_, _ = fmt.Sscan(fields[2], &took)
		v.Price = Price{minutes(took), FromChecks}
	}
	for _, e := range fields[3:] {
		v.Events = append(v.Events, Event(e))
	}
	return v
}

func versionsOf(lines ...string) (all []Candidate) {
	for _, line := range lines {
		all = append(all, version(line))
	}
	return all
}

func names(items []Item) string {
	var all []string
	for _, item := range items {
		all = append(all, item.Name)
	}
	return strings.Join(all, " ")
}

func TestPlan(t *testing.T) {
	t.Parallel()
	week := 7 * 24 * time.Hour
	for name, test := range map[string]struct {
		limits                    Limits
		due                       []Candidate
		tonight, waiting, tooLong string
		took, unknown             int
	}{
		"nothing is due": {Limits{Budget: minutes(90)}, nil, "", "", "", 0, 0},
		"no limit":       {Limits{}, versionsOf("a 10 5", "b 20 500", "c never ?"), "c b a", "", "", 1005, 1},
		"trainings: the oldest first, whatever it costs": {Limits{Trainings: 2, Interval: 30 * 24 * time.Hour},
			versionsOf("a 10 5", "b 20 500", "c 15 5"), "b c", "a", "", 505, 0},
		"sooner after a change": {Limits{Trainings: 1, Interval: 30 * 24 * time.Hour},
			versionsOf("a 10 5 data", "b 40 5", "c 30 5 code"), "a", "c b", "", 5, 0},
		"and after a drift or a flake, by less": {Limits{Trainings: 1, Interval: 30 * 24 * time.Hour},
			versionsOf("a 10 5 drifted", "b 22 5", "c 10 5 flaky", "d 10 5"), "b", "a c d", "", 5, 0},
		"changes add up": {Limits{Trainings: 1, Interval: 30 * 24 * time.Hour},
			versionsOf("a 1 5 data", "b 1 5 code environment data", "c 1 5 environment code"), "b", "a c", "", 5, 0},
		"the overdue first, the oldest of them": {Limits{Trainings: 2, Interval: week},
			versionsOf("a 10 5 data", "b 40 5", "c 30 5", "d never 5"), "d b", "c a", "", 10, 0},
		"minutes: the age squared by the price": {Limits{Budget: minutes(90), Interval: 30 * 24 * time.Hour},
			versionsOf("a 20 80", "b 10 10", "c 21 85", "d 12 70"), "b a", "c d", "", 90, 0},
		"what is left is filled": {Limits{Budget: minutes(90), Interval: 30 * 24 * time.Hour},
			versionsOf("a 50 80", "b 20 40", "c 1 10"), "a c", "b", "", 90, 0},
		"more than a night has":  {Limits{Budget: minutes(90)}, versionsOf("a 50 91", "b 10 90"), "b", "", "a", 90, 0},
		"more than one may take": {Limits{PerModel: minutes(30)}, versionsOf("a 50 31", "b 10 30", "c 9 30"), "b c", "", "a", 60, 0},
		"an unknown price is the median": {Limits{Budget: minutes(60), Interval: 30 * 24 * time.Hour},
			versionsOf("a never ?", "b 10 10", "c 10 30", "d 10 50"), "a b", "c d", "", 40, 1},
		"no price is known": {Limits{Budget: minutes(60)}, versionsOf("a never ?", "b never ?"), "a", "b", "", 60, 2},
		"nor is more than one may take": {Limits{Budget: minutes(60), PerModel: minutes(20)},
			versionsOf("a never ?", "b never ?", "c never ?", "d never ?"), "a b c", "d", "", 60, 4},
		"never tried: the shortest first": {Limits{Budget: minutes(50)}, versionsOf("a never 30", "b never 20", "c never 40"), "b a", "c", "", 50, 0},
	} {
		p := Of(test.due, nil, test.limits, today)
		p.Forecast()
		if got := names(p.Tonight); got != test.tonight {
			t.Errorf("%s: tonight %q, want %q", name, got, test.tonight)
		}
		waiting := strings.Fields(test.waiting)
		slices.Sort(waiting)
		got := strings.Fields(names(p.Waiting))
		slices.Sort(got)
		if !slices.Equal(got, waiting) || names(p.TooLong) != test.tooLong {
			t.Errorf("%s: waiting %q and too long %q, want %q and %q", name, got, names(p.TooLong), waiting, test.tooLong)
		}
		if p.Took != minutes(test.took) || p.Unknown != test.unknown {
			t.Errorf("%s: %v, %d prices unknown; want %d minutes, %d", name, p.Took, p.Unknown, test.took, test.unknown)
		}
	}
}

// TestInVain: a night that checks nothing of what is due is one for nothing, but where a limit
// of one check leaves it out and the registry has others.
func TestInVain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		limits      Limits
		due, others []Candidate
		want        bool
	}{
		"nothing is due":                        {Limits{Budget: minutes(1)}, nil, versionsOf("a 1 5"), false},
		"there is nothing":                      {Limits{Budget: minutes(1)}, nil, nil, false},
		"it fits":                               {Limits{Budget: minutes(5)}, versionsOf("a 10 5"), nil, false},
		"one of two fits":                       {Limits{Budget: minutes(5)}, versionsOf("a 10 5", "b 10 6"), nil, false},
		"the budget holds none":                 {Limits{Budget: minutes(4)}, versionsOf("a 10 5", "b 10 6"), nil, true},
		"nor of what is due":                    {Limits{Budget: minutes(5)}, versionsOf("b 10 6"), versionsOf("a 1 5"), true},
		"a check may not take as long":          {Limits{PerModel: minutes(4)}, versionsOf("a 10 5"), nil, true},
		"that leaves out one of several":        {Limits{PerModel: minutes(5)}, versionsOf("b 10 6"), versionsOf("a 1 5"), false},
		"beside a budget":                       {Limits{PerModel: minutes(5), Budget: minutes(90)}, versionsOf("b 10 6"), versionsOf("a 1 5"), false},
		"and the budget leaves out another":     {Limits{PerModel: minutes(7), Budget: minutes(5)}, versionsOf("b 10 8", "c 10 6"), versionsOf("a 1 5"), true},
		"both leave out one that is longer yet": {Limits{PerModel: minutes(7), Budget: minutes(5)}, versionsOf("b 10 8"), versionsOf("a 1 5"), false},
	} {
		if got := Of(test.due, test.others, test.limits, today).InVain(); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestForecast says in which night those that wait come.
func TestForecast(t *testing.T) {
	t.Parallel()
	p := Of(versionsOf("a 40 60", "b 30 60", "c 20 60", "d 10 60"), versionsOf("e 1 60"), Limits{Budget: minutes(60), Interval: 7 * 24 * time.Hour, Every: 48 * time.Hour}, today)
	p.Forecast()
	var got []string
	for _, item := range p.Waiting {
		got = append(got, item.Name+" "+item.About.Format("2 Jan"))
	}
	if want := "b 25 Nov, c 27 Nov, d 29 Nov"; strings.Join(got, ", ") != want || names(p.Tonight) != "a" {
		t.Errorf("tonight %s, then %s; want a, then %s", names(p.Tonight), strings.Join(got, ", "), want)
	}
}

// TestMatrix: a matrix has at most 256 jobs, whatever the limits.
func TestMatrix(t *testing.T) {
	t.Parallel()
	var all []Candidate
	for i := range 300 {
		all = append(all, version(fmt.Sprintf("m%03d 10 1", i)))
	}
	for _, test := range []struct {
		limits          Limits
		tonight, matrix int
	}{
		{Limits{}, 256, 44}, {Limits{Trainings: 1000}, 256, 44}, {Limits{Trainings: 40}, 40, 0},
		{Limits{Budget: minutes(100)}, 100, 0}, {Limits{Budget: minutes(260)}, 256, 4},
	} {
		if p := Of(all, nil, test.limits, today); len(p.Tonight) != test.tonight || p.Matrix != test.matrix || len(p.Waiting) != 300-test.tonight {
			t.Errorf("%+v: %d tonight, %d cut, %d wait; want %d, %d", test.limits, len(p.Tonight), p.Matrix, len(p.Waiting), test.tonight, test.matrix)
		}
	}
}

// TestNobodyStarves: whatever changes and whatever it costs, a version whose price
// fits into a night waits no longer than OverdueAfter and a night for each other
// version. The proof: of those that are overdue the oldest is always checked, and who was
// tried is behind all of them. No night is dearer than its budget.
func TestNobodyStarves(t *testing.T) {
	t.Parallel()
	for seed := range uint64(longtest.Of(30, 6)) {
		chance := rand.New(rand.NewPCG(seed, 7))
		l := Limits{Interval: time.Duration(chance.IntN(10)) * 24 * time.Hour}
		if seed%3 != 0 {
			l.Budget = minutes(20 + chance.IntN(100))
		}
		if seed%3 != 1 {
			l.Trainings = 1 + chance.IntN(4)
		}
		models := make([]Candidate, 2+chance.IntN(40))
		for i := range models {
			models[i] = version(fmt.Sprintf("m%02d never %d", i, 1+chance.IntN(120)))
			if l.Budget > 0 {
				models[i].Price.Took = min(models[i].Price.Took, l.Budget)
			}
		}
		limit := OverdueAfter(models, l) + time.Duration(len(models)+1)*24*time.Hour
		for night := range 400 {
			now := today.AddDate(0, 0, night)
			var due, others []Candidate
			for i := range models {
				v := &models[i]
				if !v.Tried.IsZero() && now.Sub(v.Tried) > limit || v.Tried.IsZero() && night > len(models) {
					t.Fatalf("seed %d, night %d: %s waits since %s under %+v", seed, night, v.Name, v.Tried, l)
				}
				if i%3 == 0 { // these change every night, and are the cheapest
					v.Events, v.Changed, v.Price.Took = []Event{DataChanged, CodeChanged, EnvironmentChanged}, true, minutes(1)
				}
				if Due(*v, l.Interval, now) {
					due = append(due, *v)
				} else {
					others = append(others, *v)
				}
			}
			p := Of(due, others, l, now)
			if l.Budget > 0 && p.Took > l.Budget || l.Trainings > 0 && len(p.Tonight) > l.Trainings || len(due) > 0 && len(p.Tonight) == 0 {
				t.Fatalf("seed %d, night %d: %v of %d trainings under %+v", seed, night, p.Took, len(p.Tonight), l)
			}
			for _, item := range p.Tonight {
				i := slices.IndexFunc(models, func(v Candidate) bool { return v.Name == item.Name })
				if models[i].Tried = now; i%5 == 1 { // its job comes to nothing, every time
					models[i].Events = []Event{DidNotRun}
				} else {
					models[i] = models[i].after(now)
				}
			}
		}
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	week := 7 * 24 * time.Hour
	hours := func(n int, changed bool, events ...Event) Candidate {
		return Candidate{Checked: today.Add(-time.Duration(n) * time.Hour), Events: events, Changed: changed}
	}
	open := func(checked, tried int) Candidate {
		v := hours(checked, false)
		v.Tried, v.Open = today.Add(-time.Duration(tried)*time.Hour), true
		return v
	}
	if !Due(open(1, 1), time.Hour, today) {
		t.Error("an interval that is shorter than a night's does not count for what is open")
	}
	for name, test := range map[string]struct {
		v    Candidate
		want bool
	}{
		"never checked":                   {Candidate{}, true},
		"within the interval":             {hours(100, false), false},
		"at its end":                      {hours(168, false), true},
		"changed since":                   {hours(24, true, DataChanged), true},
		"changed an hour ago":             {hours(1, true, CodeChanged), false},
		"another environment since":       {hours(13, true, EnvironmentChanged), true},
		"a commit that it need not train": {hours(24, false, CodeChanged), false},
		"drifted, and came back since":    {hours(24, false, IsFlaky), false},
		"open since the night before":     {open(20, 20), true},
		"open since this night":           {open(19, 19), false},
		"missed this night":               {open(100, 19), false},
		"missed the night before":         {open(100, 20), true},
	} {
		if got := Due(test.v, week, today); got != test.want {
			t.Errorf("%s: due is %v", name, got)
		}
	}
}

func TestStateEvent(t *testing.T) {
	t.Parallel()
	past := func(letters string) (all []repro.Past) {
		verdicts := map[rune]repro.Verdict{'R': repro.Reproduced, 'D': repro.Drifted, 'U': repro.Unverified, 'm': repro.Missed}
		for i, letter := range letters {
			all = append(all, repro.Past{At: today.AddDate(0, 0, i-len(letters)), Verdict: verdicts[letter]})
		}
		return all
	}
	for letters, want := range map[string]Event{"": "", "R": "", "RD": IsDrifted, "RDR": "", "RDRD": IsFlaky, "RU": IsUnverified, "DU": IsDrifted, "Rm": DidNotRun, "m": DidNotRun, "mR": ""} {
		if got := StateEvent(status.Of(past(letters), today, 0)); got != want {
			t.Errorf("%q: %q, want %q", letters, got, want)
		}
	}
	for _, row := range sooner {
		if row.Days <= 0 || row.Event.Words() == "" {
			t.Errorf("%s adds %v days and is %q", row.Event, row.Days, row.Event.Words())
		}
	}
}

// documented is the page that explains the rule.
func documented(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/history.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestDocumented holds the table of the page against the rule.
func TestDocumented(t *testing.T) {
	t.Parallel()
	page := documented(t)
	for _, test := range []struct {
		row    string
		events []Event
	}{
		{"other data", []Event{DataChanged}}, {"another environment", []Event{EnvironmentChanged}}, {"other code", []Event{CodeChanged}},
		{"it is flaky, or has drifted", []Event{IsFlaky, IsDrifted}}, {"its check did not run, or could not verify", []Event{DidNotRun, IsUnverified}},
	} {
		for _, event := range test.events {
			row := sooner[slices.IndexFunc(sooner, func(r soonerRow) bool { return r.Event == event })]
			if want := fmt.Sprintf("| %s | %g |", test.row, row.Days); !strings.Contains(page, want) {
				t.Errorf("docs/history.md has not %q", want)
			}
		}
	}
}
