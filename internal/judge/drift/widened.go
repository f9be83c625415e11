package drift

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file says where a drift ended by a wider tolerance alone. Somebody may have wanted
// that, and those who see the green should know it.

// A Widening is metrics that have come no nearer since they drifted: what was allowed then
// would call them a drift today.
type Widening struct {
	Drift   time.Time // their latest
	Metrics []Widened
	Perhaps *Widened // the models' predictions, where nobody can tell; nil else
}

// A Widened is one of them, with the tolerance of then and that of now.
type Widened struct{ Name, Then, Now string }

// Words say it in sentences; "" where there is none.
func (w Widening) Words() string {
	day := w.Drift.UTC().Format("2 Jan 2006")
	var names, sentences []string
	for _, m := range w.Metrics {
		names = append(names, fmt.Sprintf("%s (%s, now %s)", m.Name, m.Then, m.Now))
	}
	if len(names) > 0 {
		sentences = append(sentences, "A wider tolerance ended the drift of "+day+". Still outside of what was allowed then: "+wording.ListUpTo(names, 3)+".")
	}
	if m := w.Perhaps; m != nil && m.Then == "" {
		sentences = append(sentences, "The model's predictions were outside on "+day+"; what was allowed then was not kept.")
	} else if m != nil {
		sentences = append(sentences, "A wider tolerance may have ended the drift of "+day+": "+fmt.Sprintf("%s (%s, now %s).", m.Name, m.Then, m.Now))
	}
	return strings.Join(sentences, " ")
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func countsWithin(state repro.State) bool {
	return state == repro.StateIdentical || state == repro.StateWithin || state == repro.StateRounded || state == repro.StateNoise
}

// Beyond says whether a metric that is allowed now would not have been at an earlier check.
func Beyond(then, now repro.CheckedMetric) bool {
	switch now.State {
	case repro.StateNoise:
		return noiseBeyond(then, now)
	case repro.StateWithin, repro.StateRounded:
	default:
		return false
	}
	low, high := then.Low, then.High
	if math.IsNaN(low) || math.IsNaN(high) {
		low, high = judge.Band(then.Tolerance, now.Original)
	}
	return now.Reproduced < low || now.Reproduced > high
}
