package report

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestSpan(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "under 0.1s", 40 * time.Millisecond: "under 0.1s", 400 * time.Millisecond: "0.4s", 3 * time.Second: "3s", 48 * time.Second: "48s",
		59*time.Second + 999*time.Millisecond: "59s", 12*time.Minute + 3*time.Second: "12m03s", 2*time.Hour + 5*time.Minute: "2h05m", 76 * time.Hour: "3d04h",
	} {
		if got := span(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}

func TestTimesTolerance(t *testing.T) {
	t.Parallel()
	for ratio, want := range map[float64]string{
		4.78: "4.8", 1: "1.0", 1.0004: "1.0004", 1.04: "1.04", 3.3: "3.3", 123.4: "123", 938810: ">1000", math.Inf(1): "",
	} {
		if got := timesText(ratio); got != want {
			t.Errorf("%v: got %q, want %q", ratio, got, want)
		}
	}
}

// TestOutsideNeverLooksInside has differences next to what is allowed: the
// printed difference may equal the printed tolerance only if the numbers do.
func TestOutsideNeverLooksInside(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		original, reproduced float64
		allowed              string
		difference           string
		tolerance            string
	}{
		{0.9, 0.8989996, "0.001", "-0.0010004", "±0.0010000"},
		{0.9, 0.899, "0.001", "-0.001", "±0.001"},
		{0.5, 0.50000091491, "0.0000009149", "+9.1491e-07", "±9.149e-07"},
		{0.5, 0.6, "0", "+0.1", "exact"},
		{0.5, 0.6, "", "+0.1", "abs"},
	} {
		d := reporttest.Delta("m", tt.original, tt.reproduced, tt.allowed, 1.1, repro.StateOutside)
		if tt.allowed == "" {
			d.Tolerance = "abs"
		}
		row := newRow(d, 0)
		if row.difference != tt.difference || row.tolerance != tt.tolerance {
			t.Errorf("%v to %v, allowed %s: got %s and %s, want %s and %s", tt.original, tt.reproduced, tt.allowed, row.difference, row.tolerance, tt.difference, tt.tolerance)
		}
	}
}

func TestDigestsAreShortButDiffer(t *testing.T) {
	t.Parallel()
	a := "md5 8f14e45fceea167a5a36dedd4bea2543"
	for _, tt := range []struct{ b, x, y string }{
		{a, "md5 8f14e45f", "md5 8f14e45f"},
		{"md5 c9f0f895fb98ab9159f51fd0297e236d", "md5 8f14e45f", "md5 c9f0f895"},
		{"md5 8f14e45fceea0000000000000000000", "md5 8f14e45f", "md5 8f14e45fceea0000000000000000000"},
		{"md5 8f14e45f00000000000000000000000000000000", "md5 8f14e45fceea167a", "md5 8f14e45f00000000"},
		{"md5 8f14e45fceea167a5a36dedd4bea2544", a, "md5 8f14e45fceea167a5a36dedd4bea2544"},
		{"md5 c9f0f895fb98ab9159f51fd0297e236d.dir", "md5 8f14e45f", "md5 c9f0f895.dir"},
		{"", "md5 8f14e45f", ""},
	} {
		x, y := shortPair(a, tt.b)
		if x != tt.x || y != tt.y {
			t.Errorf("%q and %q: got %q and %q, want %q and %q", a, tt.b, x, y, tt.x, tt.y)
		}
	}
	long := strings.Repeat("x", 500)
	if x, y := printable.Pair(long+"a"+long, long+"b"+long, 80); x == y || len([]rune(x)) > 80 {
		t.Errorf("two long texts print as %q and %q", x, y)
	}
}

// TestWordsKeepTheirPromises looks for what no report may say without an
// experiment, in every golden result.
func TestWordsKeepTheirPromises(t *testing.T) {
	t.Parallel()
	for name, result := range reporttest.Results {
		r := result()
		body, _ := Summary(r, page)
		text := strings.ToLower(Terminal(r, terminal.Style{}) + body)
		for _, never := range []string{"guarantee", "verified", "caused by", "because", "due to", "no difference", "deterministic", "p-value", "proves"} {
			established := r.Experiment != nil && r.Experiment.Conclusion == repro.CauseEstablished
			if strings.Contains(text, never) && !(never == "caused by" && established) {
				t.Errorf("%s says %q", name, never)
			}
		}
		if r.Verdict == repro.Unverified && (strings.Contains(text, "reproduced:") || strings.Contains(text, "drifted:")) {
			t.Errorf("%s claims another verdict", name)
		}
	}
}

func TestColourIsForTheVerdictOnly(t *testing.T) {
	t.Parallel()
	for name, result := range reporttest.Results {
		plain, colour := Terminal(result(), terminal.Style{}), Terminal(result(), terminal.Style{Color: true})
		if strings.Count(colour, "\x1b") != 2 {
			t.Errorf("%s: %d escape sequences, want 2", name, strings.Count(colour, "\x1b"))
		}
		word := strings.ToUpper(title(result()))
		if !strings.Contains(colour, "m"+word+"\x1b[0m") {
			t.Errorf("%s: the verdict %s has no colour", name, word)
		}
		if strings.Contains(plain, "\x1b") {
			t.Errorf("%s: colour that nobody asked for", name)
		}
	}
}

// TestACheckThatStoppedEarly is about the version, though nothing of it was
// found; a comparison of runs is about the runs.
func TestACheckThatStoppedEarly(t *testing.T) {
	t.Parallel()
	early := repro.Result{Verdict: repro.Unverified, Reason: repro.NoRun, Detail: "version 3 of churn has no run; give one with --run-id",
		Plan: repro.Plan{Model: repro.ModelVersion{Name: "churn", Version: "3"}}}
	text := Terminal(early, terminal.Style{})
	if !strings.Contains(text, "COULD NOT VERIFY  churn v3: the model version has no run") || !strings.Contains(text, "says nothing about whether") {
		t.Errorf("a version without a run reads:\n%s", text)
	}
	byRun := early
	byRun.Plan.Model = repro.ModelVersion{}
	byRun.Original.ID = reporttest.OriginalRunID
	if text := Terminal(byRun, terminal.Style{}); !strings.Contains(text, "COULD NOT VERIFY  run 3f9c2d1a:") {
		t.Errorf("a run that could not be checked reads:\n%s", text)
	}
}

// TestOutcomeOfCurvesApart: the headline does not call all identical what is
// equal at the end only.
func TestOutcomeOfCurvesApart(t *testing.T) {
	t.Parallel()
	point := &repro.CurvePoint{Original: 3, Reproduced: 9}
	r := repro.Result{Verdict: repro.Reproduced, Reason: repro.Identical}
	r.Comparison.Deltas = []repro.Delta{{Name: "loss", State: repro.StateIdentical}}
	if got := outcome(r); got != "1 metric, all identical" {
		t.Errorf("without curves: %q", got)
	}
	r.Comparison.Curves = []repro.Curve{{Name: "loss", FirstDifferent: point, FirstOutside: point}}
	if got := outcome(r); got != "1 metric, last values identical, earlier values not" {
		t.Errorf("with curves apart: %q", got)
	}
}
