package judge

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// What a result says of how much runs differ by themselves, and of not knowing it.

// noiseWords says what a band does and does not show.
func noiseWords(d repro.Delta) []string {
	if d.Noise == nil {
		return []string{fmt.Sprintf("%s lies inside the measured noise.", d.Name)}
	}
	n := *d.Noise
	sentences := []string{fmt.Sprintf("%s: %s lies inside %s.", d.Name, decimal.Shortest(d.Original), rangeWords(n))}
	if n.ShiftBound > 0 && !math.IsInf(n.ShiftBound, 0) {
		bound, material := Shifts(n)
		sentences = append(sentences, fmt.Sprintf("With %s confidence the true shift is below %s; up to %s does not matter here.", WholePercent(n.Power), decimal.Shortest(bound), decimal.Shortest(material)))
	}
	return sentences
}

// UnknownSpread is what to say where something is outside tolerance, one run each was
// compared, and nothing else is known of the model: the difference may be all there is to its
// noise. "" where that is not so, as where trainings have shown the cause.
func UnknownSpread(r repro.Result) string {
	c := r.Comparison
	outside := c.In(repro.StateOutside)
	if len(outside) == 0 || c.Early != nil || measured(c) || r.CauseKnown() || slices.ContainsFunc(outside, func(d repro.Delta) bool {
		return !decimal.Finite(d.Original) || !decimal.Finite(d.Reproduced)
	}) {
		return ""
	}
	return repro.UnknownSpread
}

// WithoutSpread parts a summary into what came out, and what is not known of it.
func WithoutSpread(summary string) (numbers, unknown string) {
	before, after, found := strings.Cut(summary, repro.UnknownSpread)
	if !found {
		return summary, ""
	}
	return strings.TrimSpace(strings.TrimSpace(before) + " " + strings.TrimSpace(after)), repro.UnknownSpread
}
