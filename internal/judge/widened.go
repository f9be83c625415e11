package judge

import (
	"fmt"
	"iter"
	"math"
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
}

// A Widened is one of them, with the tolerance of then and that of now.
type Widened struct{ Name, Then, Now string }

// Words say it in sentences; "" where there is none.
func (w Widening) Words() string {
	if len(w.Metrics) == 0 {
		return ""
	}
	var names []string
	for _, m := range w.Metrics {
		names = append(names, fmt.Sprintf("%s (%s, now %s)", m.Name, m.Then, m.Now))
	}
	return "A wider tolerance ended the drift of " + w.Drift.UTC().Format("2 Jan 2006") + ". Still outside of what was allowed then: " + wording.ListUpTo(names, 3) + "."
}

// WidenedSince looks for them in a check that reproduced, by the checks of the same original
// before it, latest first. A drift that a check ended within what was allowed is over,
// whatever came after it.
func WidenedSince(earlier iter.Seq[repro.Record], now repro.Record) (w Widening) {
	if now.Verdict != repro.Reproduced {
		return w
	}
	since := map[string]*drift{}
	for past := range earlier {
		if past.Verdict != repro.Reproduced && past.Verdict != repro.Drifted || past.Original != "" && now.Original != "" && past.Original != now.Original {
			continue
		}
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
				if d.at.After(w.Drift) {
					w.Drift = d.at
				}
				break
			}
		}
	}
	return w
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
