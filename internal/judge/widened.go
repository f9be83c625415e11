package judge

import (
	"fmt"
	"iter"
	"math"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file says where a drift ended by a wider tolerance alone. Somebody may have wanted
// that, and those who see the green should know it.

// Checked gives what a check keeps of its metrics.
func Checked(deltas []repro.Delta) []repro.CheckedMetric {
	var metrics []repro.CheckedMetric
	for _, d := range deltas {
		if d.State == repro.StateIgnored {
			continue
		}
		m := repro.CheckedMetric{Name: d.Name, Original: d.Original, Reproduced: d.Reproduced, Tolerance: d.Tolerance, State: d.State}
		switch {
		case d.State == repro.StateExtra:
			m.Original = math.NaN()
		case d.Lacking():
			m.Reproduced = math.NaN()
		}
		m.Low, m.High = Band(d.Tolerance, m.Original)
		metrics = append(metrics, m)
	}
	return metrics
}

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

// WidenedSince looks for them in a check that reproduced, by the checks of the same original
// before it, latest first. A drift that a check ended within what was allowed is over,
// whatever came after it. One that goes on, for a metric that drifted is judged no more,
// was ended by nothing.
func WidenedSince(earlier iter.Seq[repro.Record], now repro.Record) (w Widening) {
	if now.Verdict != repro.Reproduced {
		return w
	}
	since := map[string]*drift{}
	var predicted models
	end := ends{}
	end.goesOn(now)
	for past := range earlier {
		if past.Original != "" && now.Original != "" && past.Original != now.Original {
			continue
		}
		if end.goesOn(past) {
			return Widening{}
		}
		if past.Verdict != repro.Reproduced && past.Verdict != repro.Drifted {
			continue
		}
		predicted.add(past)
		for _, m := range past.Metrics {
			d := since[m.Name]
			if d == nil {
				d = &drift{}
				since[m.Name] = d
			}
			d.add(past.At, m)
		}
	}
	for _, m := range now.Metrics {
		d := since[m.Name]
		if d == nil {
			continue
		}
		for _, then := range d.outside {
			if Beyond(then, m) && !d.endedWithin(then) {
				w.Metrics = append(w.Metrics, Widened{m.Name, then.Tolerance, m.Tolerance})
				w.Drift = later(w.Drift, d.at)
				break
			}
		}
	}
	predicted.widened(now.Models, &w)
	return w
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// ends are the metrics of which a check, or a later one, says that they are within; "" are
// the models' predictions.
type ends map[string]bool

// goesOn says, of checks latest first, whether one has a drift that none after it ended, as
// package status has it.
func (e ends) goesOn(r repro.Record) bool {
	if s := r.Models.State; s == repro.StateIdentical || s == repro.StateWithin {
		e[""] = true
	} else if s == repro.StateOutside && !e[""] {
		return true
	}
	for _, m := range r.Metrics {
		switch {
		case countsWithin(m.State):
			e[m.Name] = true
		case m.State == repro.StateOutside && r.Verdict == repro.Drifted && !e[m.Name]:
			return true
		}
	}
	return false
}

// A drift is what checks, latest first, say of the latest drift of one metric.
type drift struct {
	at      time.Time             // its latest check
	outside []repro.CheckedMetric // its checks
	after   []repro.CheckedMetric // the checks since
	over    bool                  // what comes before it is another
}

func (d *drift) add(at time.Time, m repro.CheckedMetric) {
	switch {
	case d.over:
	case m.State == repro.StateOutside:
		if d.outside = append(d.outside, m); d.at.IsZero() {
			d.at = at
		}
	case !countsWithin(m.State):
	case len(d.outside) == 0:
		d.after = append(d.after, m)
	default:
		d.over = true
	}
}

// endedWithin says whether a check since the drift was within what was allowed then.
func (d *drift) endedWithin(then repro.CheckedMetric) bool {
	for _, m := range d.after {
		if !Beyond(then, m) {
			return true
		}
	}
	return false
}

func countsWithin(state repro.State) bool {
	return state == repro.StateIdentical || state == repro.StateWithin || state == repro.StateRounded || state == repro.StateNoise
}

// Beyond says whether a metric that is within its tolerance would not be within an earlier
// one. Within noise, or against another original, the earlier one says nothing.
func Beyond(then, now repro.CheckedMetric) bool {
	within := now.State == repro.StateWithin || now.State == repro.StateRounded
	return within && repro.SameNumber(then.Original, now.Original) && (now.Reproduced < then.Low || now.Reproduced > then.High)
}
