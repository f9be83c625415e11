package status

import (
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// night is a day of November at which the nightly ran.
func night(day int) time.Time { return time.Date(2026, 11, day, 2, 41, 0, 0, time.UTC) }

// story reads one letter a night, from 1 November on: R reproduced, D drifted, U
// unverified, m missed, - not due.
func story(letters string) (checks []repro.Past) {
	verdicts := map[rune]repro.Verdict{'R': repro.Reproduced, 'D': repro.Drifted, 'U': repro.Unverified, 'm': repro.Missed}
	for i, letter := range letters {
		if verdict, ran := verdicts[letter]; ran {
			checks = append(checks, repro.Past{At: night(i + 1), Verdict: verdict})
		}
	}
	return checks
}

// TestOf asks on the day after the last night, where a check may be seven days old.
func TestOf(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		nights string
		state  State
		since  int // day of November; 0 for none
		last   repro.Verdict
	}{
		{"", New, 0, ""},
		{"m", New, 0, ""}, // due, and never checked
		{"R", Reproduced, 1, repro.Reproduced},
		{"RRR", Reproduced, 1, repro.Reproduced},
		{"D", Drifted, 1, repro.Drifted},
		{"RRD", Drifted, 3, repro.Drifted},
		{"RDDD", Drifted, 2, repro.Drifted},
		{"RDUD", Drifted, 2, repro.Drifted},       // what could not tell ended no drift
		{"RRDU", Drifted, 3, repro.Drifted},       // and it goes on
		{"RRUU", Unverified, 3, repro.Reproduced}, // nor an old green
		{"U", Unverified, 1, ""},
		{"RRDR", Recovered, 4, repro.Reproduced},
		{"RDRUR", Recovered, 3, repro.Reproduced},
		{"RDRRRR", Recovered, 3, repro.Reproduced},
		{"RDRRRRR", Reproduced, 3, repro.Reproduced},
		{"RDRD", Flaky, 2, repro.Drifted},
		{"DRDR", Flaky, 2, repro.Reproduced},
		{"RDRDDD", Flaky, 2, repro.Drifted},
		{"RDRDDDD", Drifted, 4, repro.Drifted}, // four that agree are no chance any more
		{"RDRDRRRR", Recovered, 5, repro.Reproduced},
		{"RDRRRRRRRRRDR", Recovered, 13, repro.Reproduced}, // an old swing is out of the window
		{"RRRm", Stale, 4, repro.Reproduced},
		{"RRmm", Stale, 3, repro.Reproduced},
		{"RDmm", Stale, 3, repro.Drifted},
		{"RmR", Reproduced, 1, repro.Reproduced},
		{"R-------", Stale, 1, repro.Reproduced}, // the nightly itself did not run
		{"D-------", Stale, 1, repro.Drifted},
		{"R------", Reproduced, 1, repro.Reproduced},
	} {
		checks := story(test.nights)
		for i, j := 0, len(checks)-1; i < j; i, j = i+1, j-1 { // the order of the files is nobody's
			checks[i], checks[j] = checks[j], checks[i]
		}
		now := night(len(test.nights) + 1)
		got := Of(checks, now, 7*24*time.Hour)
		since := 0
		if !got.Since.IsZero() {
			since = got.Since.Day()
		}
		if got.State != test.state || since != test.since || got.Verdict != test.last {
			t.Errorf("%q is %s since %d, last %q; want %s since %d, last %q", test.nights, got.State, since, got.Verdict, test.state, test.since, test.last)
		}
	}
}

// TestOfGreenIsEarned: whatever the nights, a version is reproduced or recovered
// only if its latest check ran, lately, and reproduced.
func TestOfGreenIsEarned(t *testing.T) {
	t.Parallel()
	const letters = "RDUm-"
	for n := range 5 * 5 * 5 * 5 * 5 * 5 {
		nights := ""
		for range 6 {
			nights += string(letters[n%5])
			n /= 5
		}
		checks := story(nights)
		got := Of(checks, night(7), 48*time.Hour)
		green := got.State == Reproduced || got.State == Recovered
		earned := len(checks) > 0 && checks[len(checks)-1].Verdict == repro.Reproduced && checks[len(checks)-1].At.After(night(5).Add(-time.Hour))
		if green && !earned || got.State.Rank() < 0 {
			t.Errorf("%q is %s", nights, got.State)
		}
	}
}

// TestLateResult: a check that is said to have left no result, and that has one, is of the
// time that it was made at. One of another night hides no job that was killed.
func TestLateResult(t *testing.T) {
	t.Parallel()
	const day, week = 24 * time.Hour, 7 * 24 * time.Hour
	at := func(hours float64, verdict repro.Verdict) repro.Past {
		return repro.Past{At: night(3).Add(time.Duration(hours * float64(time.Hour))), Verdict: verdict}
	}
	for name, test := range map[string]struct {
		checks []repro.Past
		limit  time.Duration
		state  State
	}{
		"late":                               {[]repro.Past{at(0, repro.Reproduced), at(2, repro.Missed)}, 2 * week, Reproduced},
		"a late drift":                       {[]repro.Past{at(-24, repro.Reproduced), at(0, repro.Drifted), at(2, repro.Missed)}, 2 * week, Drifted},
		"missed twice in the night":          {[]repro.Past{at(-24, repro.Reproduced), at(0, repro.Reproduced), at(2, repro.Missed), at(3, repro.Missed)}, 2 * day, Reproduced},
		"of the night before":                {[]repro.Past{at(-48, repro.Reproduced), at(-24, repro.Reproduced), at(2, repro.Missed)}, 2 * day, Stale},
		"of the night before, and the first": {[]repro.Past{at(-24, repro.Reproduced), at(2, repro.Missed)}, 2 * day, Stale},
		"each hour":                          {[]repro.Past{at(-2, repro.Reproduced), at(-1, repro.Reproduced), at(0, repro.Missed)}, 2 * day, Stale},
		"each hour, and late":                {[]repro.Past{at(-2, repro.Reproduced), at(-1, repro.Reproduced), at(-0.75, repro.Missed)}, 2 * day, Reproduced},
		"each hour, by the interval":         {[]repro.Past{at(-1, repro.Reproduced), at(0, repro.Missed)}, 2 * time.Hour, Stale},
		"missed again the night after":       {[]repro.Past{at(-24, repro.Reproduced), at(0, repro.Reproduced), at(2, repro.Missed), at(26, repro.Missed)}, 2 * week, Stale},
		"missed before":                      {[]repro.Past{at(-24, repro.Missed), at(0, repro.Reproduced), at(2, repro.Missed)}, 2 * week, Reproduced},
	} {
		if got := Of(test.checks, night(3).Add(30*time.Hour), test.limit); got.State != test.state {
			t.Errorf("%s: %s, want %s", name, got.State, test.state)
		}
	}
}
