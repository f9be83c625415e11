package history

import (
	"errors"
	"math"
	"slices"

	"github.com/reproduce-action/reproduce/internal/judge/drift"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file keeps, of checks that there is no room for, those that decide how a version
// stands: a drift that no later check has ended, and the first values of its original. Else
// a version would turn green by its history alone.

type versionOf struct{ repository, model, version, original string }

// A remains is what is kept of one version.
type remains struct {
	drifts []repro.Check
	values []repro.Check
	known  map[string][]float64 // of the original's metrics
}

// retain looks at a check that is let go. They come oldest first, as far as that is known: one
// that comes later ends no drift that is dated after it.
func (r *Reader) retain(c repro.Check) {
	if c.Verdict != repro.Drifted && c.Verdict != repro.Reproduced {
		return
	}
	c.Params, c.Inputs, c.Runs, c.Aliases = nil, nil, nil, nil
	key := versionOf{c.Repository, c.Model, c.Version, c.Original}
	v := r.remains[key]
	if v == nil {
		if r.remains == nil {
			r.remains = map[versionOf]*remains{}
		}
		v = &remains{known: map[string][]float64{}}
		r.remains[key] = v
	}
	if v.learns(c) {
		v.values = append(v.values, c)
	}
	if c.Verdict == repro.Drifted {
		for i := range v.drifts {
			if sameDrift(&v.drifts[i], &c) {
				if c.At.After(v.drifts[i].At) {
					v.drifts[i] = c
				}
				return
			}
		}
		v.drifts = append(v.drifts, c)
		return
	}
	if len(v.drifts) == 0 {
		return
	}
	var series drift.Series
	for _, d := range order.Sorted(v.drifts, func(a, b repro.Check) int { return a.At.Compare(b.At) }) {
		series.Add(d.Record)
	}
	if stands := series.Add(c.Record); stands.Shows() && stands.Words() == "" {
		v.drifts = nil
	}
}

// learns says whether a check knows a value of the original that none before it knew.
func (v *remains) learns(c repro.Check) (is bool) {
	const most = 8 // values of one metric
	for _, m := range c.Metrics {
		if values := v.known[m.Name]; !math.IsNaN(m.Original) && len(values) < most && !slices.Contains(values, m.Original) {
			v.known[m.Name] = append(values, m.Original)
			is = true
		}
	}
	return is
}

// sameDrift says whether what ends the one drift ends the other.
func sameDrift(a, b *repro.Check) bool {
	return a.Models.State == b.Models.State && a.Models.Tolerance == b.Models.Tolerance && a.Reason == b.Reason &&
		slices.EqualFunc(a.Metrics, b.Metrics, func(x, y repro.CheckedMetric) bool {
			return x.Name == y.Name && x.State == y.State && x.Tolerance == y.Tolerance && x.Material == y.Material && repro.SameNumber(x.Original, y.Original)
		})
}

// retainFile is retain for a file that was not read.
func (r *Reader) retainFile(f found) {
	text, err := r.read(f.path)
	if err == nil {
		var c repro.Check
		if c, _, err = r.decode(text, f.shown, f.path); err == nil {
			r.owned(&c)
			c.From = f.shown
			r.share(&c)
			r.retain(c)
		}
	}
	if err != nil && !errors.Is(err, ErrNoCheck) {
		r.refuse(f.shown, err)
	}
}

// addRetained puts what was kept among the checks.
func (r *Reader) addRetained() {
	for _, v := range r.remains {
		for _, c := range append(v.drifts, v.values...) {
			if _, there := r.find(c); !there {
				r.put(c, placed{index: len(r.checks)})
				r.checks = append(r.checks, c)
				r.left--
			}
		}
	}
	r.remains = nil
}
