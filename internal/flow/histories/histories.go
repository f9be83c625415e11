package histories

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// MaxCurves is how many histories are compared: each is two long reads.
const MaxCurves = 10

// errEnough ends a read whose rest nobody wants.
var errEnough = errors.New("enough")

// Histories are those of two runs, side by side. A metric's are read once, whoever asks
// for what they say: a long one takes minutes.
type Histories struct {
	store  mlflow.Store
	a, b   repro.Run
	policy repro.MetricPolicy
	begin  func(what string) // tells that a long read begins, and end that it is over
	end    func()
	read   map[string]*historiesRead
}

// A historiesRead is what both histories of a metric come to.
type historiesRead struct {
	curve     repro.Curve
	noCurve   error // why the curve says nothing; its points were read all the same
	ambiguous bool  // see cause.Latest
	failed    error
}

// New are the histories of runs a and b. begin and end may be nil: nobody waits then.
func New(store mlflow.Store, a, b repro.Run, policy repro.MetricPolicy, begin func(what string), end func()) *Histories {
	h := &Histories{store: store, a: a, b: b, policy: policy, begin: begin, end: end, read: map[string]*historiesRead{}}
	if h.begin == nil || h.end == nil {
		h.begin, h.end = func(string) {}, func() {}
	}
	return h
}

// With says whether a run is the second of the two.
func (h *Histories) With(run string) bool { return h.b.ID == run }

// of reads a metric's histories.
func (h *Histories) of(ctx context.Context, metric string) *historiesRead {
	if known := h.read[metric]; known != nil {
		return known
	}
	h.begin("histories of " + metric)
	defer h.end()
	r := &historiesRead{}
	h.read[metric] = r
	within, err := judge.Within(h.policy, metric)
	if err != nil {
		r.noCurve, within = err, func(float64, float64) bool { return true }
	}
	var a, b cause.Latest
	left := Points(ctx, h.store, h.a.ID, metric, &r.failed)
	right := Points(ctx, h.store, h.b.ID, metric, &r.failed)
	r.curve = cause.CompareCurves(metric, a.Seen(left), b.Seen(right), within)
	r.ambiguous = cause.AmbiguousLatest(&a, &b)
	return r
}

// Curves compares the histories of the metrics that both runs logged in steps,
// those that drifted first. They inform the diagnosis and never the verdict,
// so a history that cannot be read is a warning.
func (h *Histories) Curves(ctx context.Context, c repro.Comparison) (found []repro.Curve, warnings []string) {
	for _, delta := range append(c.In(repro.StateOutside, repro.StateUndecided), c.In(repro.StateWithin, repro.StateRounded, repro.StateNoise, repro.StateIdentical)...) {
		if len(found) == MaxCurves || !IsCurve(h.a, delta.Name) || !IsCurve(h.b, delta.Name) {
			continue
		}
		read := h.of(ctx, delta.Name)
		if err := errors.Join(read.noCurve, read.failed); err != nil {
			warnings = append(warnings, "the history of "+delta.Name+" was not compared: "+err.Error())
			continue
		}
		found = append(found, read.curve)
	}
	return found, warnings
}

// ResolveTies takes back a drift that is none: where both runs logged the same values at the
// last step and MLflow calls another of them the latest.
func (h *Histories) ResolveTies(ctx context.Context, c repro.Comparison) (repro.Comparison, []string) {
	var warnings []string
	for i, delta := range c.Deltas {
		if delta.State != repro.StateOutside || !HasHistory(h.a, delta.Name) || !HasHistory(h.b, delta.Name) {
			continue
		}
		switch read := h.of(ctx, delta.Name); {
		case read.failed != nil:
			warnings = append(warnings, "the history of "+delta.Name+" was not read: "+read.failed.Error())
		case read.ambiguous:
			c.Deltas[i] = judge.MarkAmbiguous(delta)
		}
	}
	return c, warnings
}

// HasHistory says whether a metric comes from a tracking server and so has a
// history.
func HasHistory(run repro.Run, name string) bool {
	_, found := run.Metrics.Get(name)
	return found && run.ID != "" && run.From == ""
}

// IsCurve says whether a metric was logged more than once, as far as its latest
// value tells.
func IsCurve(run repro.Run, name string) bool {
	for _, metric := range run.Metrics {
		if metric.Name == name {
			return metric.Step > 0
		}
	}
	return false
}

// Points streams a metric's points; what stopped it early is put in failed.
func Points(ctx context.Context, store mlflow.Store, run, metric string, failed *error) iter.Seq[repro.Point] {
	return func(yield func(repro.Point) bool) {
		err := store.MetricHistory(ctx, run, metric, func(p repro.Point) error {
			if !yield(p) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			*failed = errors.Join(*failed, err)
		}
	}
}

// maxPoints bounds a history that is read whole.
const maxPoints = 50_000

// Read reads a history that is not too long.
func Read(ctx context.Context, store mlflow.Store, run, name string) (points []repro.Point, err error) {
	for point := range Points(ctx, store, run, name, &err) {
		if points = append(points, point); len(points) > maxPoints {
			return nil, fmt.Errorf("the history of %s has more than %d points", name, maxPoints)
		}
	}
	return points, err
}
