package drift

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file says where an original has other metrics than when it was checked before. Anybody
// may log to a run that is over, and a drift whose values were logged to the original would
// be a reproduction of itself.

// Firsts are the values that the metrics of originals had in the checks that know them, each
// with the first of those. The zero Firsts knows none.
type Firsts struct{ values map[metricOf][]first }

type metricOf struct{ original, metric string }

type first struct {
	value     float64
	tolerance string
	at        time.Time
	judged    bool
	drifted   bool // in any check
}

// A Moved is a metric of an original that was another, or that the original has no more.
type Moved struct {
	Name      string
	Then, Now float64   // Now is NaN where the original has none
	At        time.Time // the check that knew the other
}

// maxKnown is how many values of one metric are told apart: an original that was written over
// so often is not known at all.
const maxKnown = 32

// Add takes what a check knows; checks are added oldest first. One that names no original
// tells of none, and one that was ended early has values of the middle of a training.
func (f *Firsts) Add(r repro.Record) {
	if r.Original == "" || r.Reason == repro.CurveLeft || r.Reason == repro.EqualSoFar {
		return
	}
	for _, m := range r.Metrics {
		key := metricOf{r.Original, m.Name}
		known := f.values[key]
		if m.State == repro.StateOutside {
			for i := range known {
				known[i].drifted = true
			}
		}
		same := func(k first) bool { return repro.SameNumber(k.value, m.Original) }
		if math.IsNaN(m.Original) || len(known) == maxKnown || slices.ContainsFunc(known, same) {
			continue
		}
		if f.values == nil {
			f.values = map[metricOf][]first{}
		}
		f.values[key] = append(known, first{m.Original, m.Tolerance, r.At, m.State != repro.StateReported, m.State == repro.StateOutside})
	}
}

// Moved says whether a metric of an original is another than a check knew it, so that what is
// near enough to it now would not have been then: by the tolerance of now, or, where the metric
// drifted since, by that of then, as a wider one ends no drift in silence. A value of other
// digits is the same one. Which of two is right nobody knows: a check may be dated before the
// one that it was made after.
func (f *Firsts) Moved(original string, m repro.CheckedMetric) (Moved, bool) {
	for _, then := range f.values[metricOf{original, m.Name}] {
		if !repro.SameNumber(then.value, m.Original) && then.other(m) {
			return Moved{m.Name, then.value, m.Original, then.at}, true
		}
	}
	return Moved{}, false
}

// other says whether what came of a metric would not have, by another value of the original.
func (then first) other(m repro.CheckedMetric) bool {
	switch m.State {
	case repro.StateIgnored, repro.StateReported, repro.StateExtra:
		return false
	case repro.StateIdentical, repro.StateWithin, repro.StateRounded:
		return !judge.BearsOut(repro.StateWithin, m.Tolerance, then.value, m.Reproduced) ||
			then.drifted && then.tolerance != "" && !judge.BearsOut(repro.StateWithin, then.tolerance, then.value, m.Reproduced)
	default:
		return !judge.Allows(m.Tolerance, then.value, m.Original)
	}
}

// Gone are the metrics of an original that counted once, and count by the settings of now,
// and that it has no more.
func (f *Firsts) Gone(original repro.Run, policy repro.MetricPolicy) (gone []Moved) {
	counts := judge.Judges(policy)
	var names []string
	for key := range f.values {
		if key.original == original.ID {
			names = append(names, key.metric)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		known := f.values[metricOf{original.ID, name}]
		if _, has := original.Metrics.Get(name); has || !slices.ContainsFunc(known, func(k first) bool { return k.judged }) {
			continue
		}
		if counts(name) {
			gone = append(gone, Moved{name, known[0].value, math.NaN(), known[0].at})
		}
	}
	return gone
}

// Words say it after the metric's name.
func (m Moved) Words() string {
	now := "is " + decimal.Shortest(m.Now)
	if math.IsNaN(m.Now) {
		now = "is gone"
	}
	return fmt.Sprintf("%s, and was %s on %s", now, decimal.Shortest(m.Then), m.At.UTC().Format("2 Jan 2006"))
}

// MarkMoved gives a comparison in which those metrics are undecided, for they were held
// against the values of now.
func (f *Firsts) MarkMoved(original string, c repro.Comparison) (marked repro.Comparison, moved []Moved) {
	c.Deltas = slices.Clone(c.Deltas)
	for i, d := range c.Deltas {
		for _, checked := range judge.Checked([]repro.Delta{d}) {
			m, is := f.Moved(original, checked)
			if !is {
				continue
			}
			moved = append(moved, m)
			c.Deltas[i].Notes = append(slices.Clone(d.Notes), "the original's "+m.Words())
			if countsWithin(d.State) {
				c.Deltas[i].State, c.Deltas[i].Noise = repro.StateUndecided, nil
			}
		}
	}
	return c, moved
}

// MovedWords name metrics that moved, as the end of a sentence about the original.
func MovedWords(moved []Moved) string {
	var words []string
	for _, m := range moved {
		words = append(words, m.Name+" "+m.Words())
	}
	text := strings.Join(words[:min(len(words), 3)], "; ")
	if more := len(words) - 3; more > 0 {
		text += fmt.Sprintf("; and %d more", more)
	}
	return text
}
