package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestUndecidedMetricsOnANarrowTerminal: what is the same for several metrics
// is said once, below the table, and no line goes over the edge.
func TestUndecidedMetricsOnANarrowTerminal(t *testing.T) {
	t.Parallel()
	const band = "5 re-runs give an expected range of 0.886 to 1.070, wider than the 5 % that count as the same"
	r := repro.Result{Verdict: repro.Unverified, Reason: repro.NoiseTooLarge, Detail: "accuracy: " + band}
	r.Plan.Model = repro.ModelVersion{Name: "wine", Version: "1"}
	r.Evidence = []repro.Gate{{Name: "params arrived", State: repro.GatePassed, Text: "the new run logged the original's params"}}
	for _, name := range []string{"accuracy", "f1", "train_loss"} {
		r.Comparison.Deltas = append(r.Comparison.Deltas, repro.Delta{
			Name: name, State: repro.StateUndecided, Original: 0.9722, Reproduced: 0.9861, Difference: "0.0139", Allowed: "0.00000097",
			Notes: []string{"the furthest of 5 re-runs", band},
			Noise: &repro.Noise{Repeats: 5, Low: 0.886, High: 1.07, Deviation: 0.03, ShiftBound: 0.11},
		})
	}
	text := Terminal(r, terminal.Style{Width: 80})
	for line := range strings.Lines(text) {
		if width := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); width > 80 {
			t.Errorf("a line of %d columns: %s", width, line)
		}
	}
	if n := strings.Count(text, "the furthest of 5 re-runs"); n != 1 || !strings.Contains(text, "accuracy, f1, train_loss: the furthest of 5 re-runs") {
		t.Errorf("said %d times", n)
	}
	if n := strings.Count(strings.Join(strings.Fields(text), " "), "count as the same"); n != 1 {
		t.Errorf("the band is explained %d times", n)
	}
	if strings.Contains(text, "params arrived") {
		t.Error("the training is not in doubt, its numbers are")
	}
	if t.Failed() {
		t.Log("\n" + text)
	}
}

// TestHanging: a message for a person is broken at words, one for a log not.
func TestHanging(t *testing.T) {
	t.Parallel()
	const message = "reproduce: read model iris: nothing listens at http://127.0.0.1:9\nsecond line"
	for width, want := range map[int]string{
		0:  message,
		40: "reproduce: read model iris: nothing\n  listens at http://127.0.0.1:9\nsecond line",
	} {
		if got := terminal.Hanging(message, width); got != want {
			t.Errorf("at %d columns %q, want %q", width, got, want)
		}
	}
}
