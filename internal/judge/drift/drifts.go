package drift

import (
	"math"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file follows drifts through the checks of one original: which metrics a check has to
// judge, and how near they have to be, before a drift is over.

// drifts are what no check has ended. One check ends all of them or none: it reproduces,
// judges each metric that was judged when they were seen, and is within what was allowed then.
type drifts struct {
	judged  []string // at any of them
	metrics []outside
	models  []modelsOutside
}

// An outside is a metric that drifted, and when it was seen to last.
type outside struct {
	repro.CheckedMetric
	at       time.Time
	original string // the run
}

// of says whether a check is of the original that the metric drifted from, as far as that is known.
func (o outside) of(r repro.Record) bool {
	return o.original == "" || r.Original == "" || o.original == r.Original
}

type modelsOutside struct {
	repro.CheckedModels
	at time.Time
}

// JudgedBy names what the verdict of a check rests on, Predictions among it.
func JudgedBy(r repro.Record) (names []string) {
	for _, m := range r.Metrics {
		if countsWithin(m.State) || m.State == repro.StateOutside || m.State == repro.StateMissing || m.State == repro.StateUndecided {
			names = append(names, m.Name)
		}
	}
	if r.Models.State != "" {
		names = append(names, Predictions)
	}
	return names
}

// add takes a check that drifted.
func (d *drifts) add(r repro.Record) {
	for _, name := range JudgedBy(r) {
		if !slices.Contains(d.judged, name) {
			d.judged = append(d.judged, name)
		}
	}
	for _, m := range r.Metrics {
		if m.State != repro.StateOutside {
			continue
		}
		if r.Reason == repro.CurveLeft { // its values are of the middle of a training
			m.Low, m.High = math.NaN(), math.NaN()
		}
		d.seen(outside{m, r.At, r.Original})
	}
	if r.Models.State == repro.StateOutside {
		d.seenModels(modelsOutside{r.Models, r.At})
	}
}

func (d *drifts) seen(now outside) {
	for i := range d.metrics {
		if o := &d.metrics[i]; o.Name == now.Name && o.original == now.original && o.Tolerance == now.Tolerance && o.Material == now.Material &&
			repro.SameNumber(o.Low, now.Low) && repro.SameNumber(o.High, now.High) {
			o.at = now.at
			return
		}
	}
	d.metrics = append(d.metrics, now)
}

func (d *drifts) seenModels(now modelsOutside) {
	for i := range d.models {
		if o := &d.models[i]; o.Tolerance == now.Tolerance {
			o.at = now.at
			return
		}
	}
	d.models = append(d.models, now)
}

// held says of a check that reproduces what it has not judged of what drifted, and where it
// has judged all, what a wider tolerance alone brought inside.
func (d *drifts) held(r repro.Record) (left []string, w Widening) {
	for _, name := range d.judged {
		if !within(r, name) {
			left = append(left, name)
		}
	}
	if len(left) > 0 || len(d.judged) == 0 {
		return left, w
	}
	for _, m := range r.Metrics {
		for i := len(d.metrics) - 1; i >= 0; i-- {
			then := &d.metrics[i]
			if then.Name == m.Name && then.of(r) && Beyond(then.CheckedMetric, m) {
				w.Metrics = append(w.Metrics, widenedFrom(then.CheckedMetric, m))
				w.Drift = later(w.Drift, d.lastOf(m.Name))
				break
			}
		}
	}
	d.heldModels(r.Models, &w)
	return nil, w
}

// within says whether a check has a metric, or the predictions, inside of what is allowed.
func within(r repro.Record, name string) bool {
	if name == Predictions {
		return r.Models.State == repro.StateIdentical || r.Models.State == repro.StateWithin
	}
	for i := range r.Metrics {
		if r.Metrics[i].Name == name {
			return countsWithin(r.Metrics[i].State)
		}
	}
	return false
}

// heldModels adds to w the tolerance that ended the drift of the predictions, if a wider one did
// or may have.
func (d *drifts) heldModels(now repro.CheckedModels, w *Widening) {
	for i := len(d.models) - 1; i >= 0; i-- {
		then := d.models[i]
		beyond, sure := modelsBeyond(then.CheckedModels, now)
		if !beyond {
			continue
		}
		w.Drift = later(w.Drift, d.models[len(d.models)-1].at)
		widened := Widened{Predictions, then.Tolerance, now.Tolerance}
		if sure {
			w.Metrics, w.Perhaps = append(w.Metrics, widened), nil
			return
		}
		if w.Perhaps == nil {
			w.Perhaps = &widened
		}
	}
}

// lastOf is when a metric was seen outside last.
func (d *drifts) lastOf(name string) (at time.Time) {
	for i := range d.metrics {
		if d.metrics[i].Name == name {
			at = later(at, d.metrics[i].at)
		}
	}
	return at
}

// last is when a drift was seen last; zero where none goes on.
func (d *drifts) last() (at time.Time) {
	for _, o := range d.metrics {
		at = later(at, o.at)
	}
	for _, o := range d.models {
		at = later(at, o.at)
	}
	return at
}
