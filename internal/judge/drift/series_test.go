package drift

import (
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func night(day int) time.Time { return time.Date(2026, 11, day, 2, 0, 0, 0, time.UTC) }

// standing is what the last of several checks, oldest first, is worth.
func standing(checks ...repro.Record) (last Assessment) {
	var s Series
	for _, r := range checks {
		last = s.Add(r)
	}
	return last
}

// checkOf is the check of a day: "D a=5/1 b=0/1" drifts, and a is 5 off where 1 is allowed.
// The original is 100, or what "o=" says.
func checkOf(day int, text string) repro.Record {
	words := strings.Fields(text)
	r := repro.Record{Original: "run", Past: repro.Past{At: night(day), Verdict: map[string]repro.Verdict{"R": repro.Reproduced, "D": repro.Drifted, "U": repro.Unverified}[words[0]]}}
	original := 100.0
	for _, word := range words[1:] {
		name, value, _ := strings.Cut(word, "=")
		off, allowed, _ := strings.Cut(value, "/")
		switch name {
		case "o":
			original = number(off)
			continue
		case "reason":
			r.Reason = repro.Reason(value)
			continue
		}
		m := repro.CheckedMetric{Name: name, Original: original, Reproduced: original + number(off), Tolerance: allowed + " abs", State: repro.StateWithin}
		if m.Low, m.High = judge.Band(m.Tolerance, original); m.Reproduced > m.High || m.Reproduced < m.Low {
			m.State = repro.StateOutside
		}
		r.Metrics = append(r.Metrics, m)
	}
	return r
}

func number(text string) (n float64) {
	sign := 1.0
	for _, c := range text {
		if c == '-' {
			sign = -1
		} else {
			n = 10*n + float64(c-'0')
		}
	}
	return sign * n
}

// TestSeries has stories of nights, and what the last is worth: "shows", or why not. A drift is
// ended by one check that reproduces, judges all that was judged, and is within what was allowed.
func TestSeries(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ nights, want string }{
		{"R a=0/1", "shows"},
		{"D a=5/1; R a=0/1", "shows"},
		{"D a=5/1; R b=0/1", "left a"},
		{"D a=5/1 b=0/1; R a=0/1", "left b"},                // fewer metrics
		{"D a=5/1; U a=0/1; R b=0/1", "left a"},             // what could not tell ended nothing
		{"D a=5/1 b=0/1; D a=0/1 b=5/1; R b=0/1", "left a"}, // they changed places
		{"D a=5/1 b=0/1; D b=5/1; R b=0/1", "left a"},       // and one was left out
		{"D a=5/1; D b=5/1; R a=0/1; R b=0/1", "left a"},    // one after the other
		{"D a=5/1; R a=5/9; R b=0/1", "left a"},             // a wider tolerance, and then left out
		{"D a=5/1; R a=5/9; R a=5/9 b=0/1", "wider"},        // and it remains so
		{"D a=5/1; R a=5/9; D a=20/9; R a=8/9", "wider"},    // a drift by more, and back to less
		{"D a=5/1; R a=5/9; D a=20/9; R a=1/9", "shows"},
		{"D a=5/1; R o=101 a=4/9", "moved a"}, // the original with other digits
		{"D a=5/1; R o=105 a=0/1", "moved a"}, // the drift's values were logged to it
		{"D a=5/1; R o=105 a=0/1; R o=105 a=0/1", "moved a"},
		{"D a=5/1; U o=105 a=0/1; R a=0/1", "shows"},         // it is as it was
		{"R o=105 a=0/1; D a=5/1; R o=105 a=0/1", "moved a"}, // the first is dated back
		{"R o=105 a=0/1; R a=0/1; R o=105 a=0/1", "moved a"},
		{"D reason=curve-left o=7 a=5/1; R a=0/1", "shows"}, // of the middle of a training
		{"D reason=curve-left o=7 a=5/1; R a=5/9", "wider"},
	} {
		var past []repro.Record
		for day, night := range strings.Split(test.nights, "; ") {
			past = append(past, checkOf(1+day, night))
		}
		last := standing(past...)
		got := "shows"
		switch {
		case len(last.Moved) > 0:
			got = "moved " + last.Moved[0].Name
		case len(last.Left) > 0:
			got = "left " + strings.Join(last.Left, " ")
		case last.Words() != "":
			got = "wider"
		}
		if got != test.want || (got == "shows" || got == "wider") != last.Shows() {
			t.Errorf("%s: %s, want %s", test.nights, got, test.want)
		}
	}
}

// TestSeries_ahead: a check ends no drift that is dated after it.
func TestSeries_ahead(t *testing.T) {
	t.Parallel()
	if last := standing(checkOf(9, "D a=5/1"), checkOf(3, "R a=0/1")); last.Shows() || !last.Ahead.Equal(night(9)) {
		t.Errorf("%+v", last)
	}
}

// TestSeries_material: a drift that ends because a larger shift does not matter is told.
func TestSeries_material(t *testing.T) {
	t.Parallel()
	noisy := func(day int, state repro.State, material, tolerance string, shift float64) repro.Record {
		r := checkOf(day, "R")
		if state == repro.StateOutside {
			r.Verdict = repro.Drifted
		}
		m := repro.CheckedMetric{Name: "a", Original: 100, Reproduced: 108, Tolerance: tolerance, Material: material, Shift: shift, State: state}
		m.Low, m.High = judge.Band(tolerance, 100)
		r.Metrics = []repro.CheckedMetric{m}
		return r
	}
	for name, test := range map[string]struct {
		then, now repro.Record
		want      string
	}{
		"wider":                   {noisy(1, repro.StateOutside, "5%", "1 abs", 0), noisy(2, repro.StateNoise, "50%", "1 abs", 9), "a (material 5%, now material 50%)."},
		"wider, and not known":    {noisy(1, repro.StateOutside, "5%", "1 abs", 0), noisy(2, repro.StateNoise, "50%", "1 abs", 0), "a (material 5%, now material 50%)."},
		"wider than it had to be": {noisy(1, repro.StateOutside, "10%", "1 abs", 0), noisy(2, repro.StateNoise, "50%", "1 abs", 9), ""},
		"the same":                {noisy(1, repro.StateOutside, "10%", "1 abs", 0), noisy(2, repro.StateNoise, "10%", "1 abs", 9), ""},
		"narrower":                {noisy(1, repro.StateOutside, "50%", "1 abs", 0), noisy(2, repro.StateNoise, "10%", "1 abs", 9), ""},
		"by the tolerance":        {noisy(1, repro.StateOutside, "5%", "1 abs", 0), noisy(2, repro.StateNoise, "5%", "20 abs", 9), "a (1 abs, now 20 abs)."},
		"of before":               {noisy(1, repro.StateOutside, "", "1 abs", 0), noisy(2, repro.StateNoise, "50%", "1 abs", 9), ""},
	} {
		if got := standing(test.then, test.now).Words(); !strings.HasSuffix(got, test.want) || test.want == "" && got != "" {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
