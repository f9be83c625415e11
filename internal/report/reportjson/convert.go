package reportjson

import (
	"math"
	"reflect"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// The pairs here are mirrors: newX writes, the method reads back the same.

func newModel(v repro.ModelVersion) modelJSON {
	return modelJSON{Name: v.Name, Version: v.Version, Stage: v.Stage, Aliases: v.Aliases, RunID: v.RunID, RunFrom: v.RunFrom,
		RunLink: v.RunLink, Source: v.Source, ModelID: v.ModelID, Newer: v.Newer, Created: v.Created, Tags: clipTags(v.Tags), URL: v.URL}
}

func (m modelJSON) version() repro.ModelVersion {
	return repro.ModelVersion{Name: m.Name, Version: m.Version, Stage: m.Stage, Aliases: some(m.Aliases), RunID: m.RunID, RunFrom: m.RunFrom,
		RunLink: m.RunLink, Source: m.Source, ModelID: m.ModelID, Newer: some(m.Newer), Created: utc(m.Created), Tags: m.Tags, URL: m.URL}
}

func newMetric(d repro.Delta) metricJSON {
	m := metricJSON{Name: d.Name, Difference: d.Difference, Tolerance: d.Tolerance, Allowed: d.Allowed, State: d.State, Notes: d.Notes}
	if d.State != repro.StateExtra {
		m.Original = float(d.Original)
	}
	if !d.Lacking() {
		m.Reproduced = float(d.Reproduced)
	}
	if !math.IsNaN(d.Ratio) {
		m.Ratio = float(d.Ratio)
	}
	if n := d.Noise; n != nil {
		m.Noise = &noiseJSON{Originals: n.Originals, Repeats: n.Repeats, Mean: doc.Float(n.Mean), Deviation: doc.Float(n.Deviation), Freedom: n.Freedom,
			HalfWidth: doc.Float(n.HalfWidth), Low: doc.Float(n.Low), High: doc.Float(n.High), ShiftBound: doc.Float(n.ShiftBound), P: doc.Float(n.P),
			Equivalent: n.Equivalent, Seeds: n.Seeds, Diverged: n.Diverged, Selection: n.Selection, Inflation: doc.Float(n.Inflation), InDoubt: n.InDoubt,
			Centre: doc.Float(n.Centre), Level: doc.Float(n.Level), Power: doc.Float(n.Power), Material: doc.Float(n.Material),
			Repeat: n.More.Repeats, Original: n.More.Originals, Reach: doc.Float(n.More.Reach),
			MayDrift: doc.Float(n.MayDrift), MayHold: doc.Float(n.MayHold)}
	}
	return m
}

func (m metricJSON) delta() repro.Delta {
	d := repro.Delta{Name: m.Name, Original: number64(m.Original, 0), Reproduced: number64(m.Reproduced, 0), Difference: m.Difference,
		Tolerance: m.Tolerance, Allowed: m.Allowed, Ratio: number64(m.Ratio, math.NaN()), State: m.State, Notes: some(m.Notes)}
	d.Absent = m.Reproduced == nil && (m.State == repro.StateIgnored || m.State == repro.StateReported)
	if n := m.Noise; n != nil {
		d.Noise = &repro.Noise{Originals: n.Originals, Repeats: n.Repeats, Mean: float64(n.Mean), Deviation: float64(n.Deviation), Freedom: n.Freedom,
			HalfWidth: float64(n.HalfWidth), Low: float64(n.Low), High: float64(n.High), ShiftBound: float64(n.ShiftBound), P: float64(n.P),
			Equivalent: n.Equivalent, Seeds: n.Seeds, Diverged: n.Diverged, Selection: n.Selection, Inflation: float64(n.Inflation), InDoubt: n.InDoubt,
			Centre: float64(n.Centre), Level: float64(n.Level), Power: float64(n.Power), Material: float64(n.Material),
			More:     repro.More{Repeats: n.Repeat, Originals: n.Original, Reach: float64(n.Reach)},
			MayDrift: float64(n.MayDrift), MayHold: float64(n.MayHold)}
	}
	return d
}

func newCause(c repro.Cause) causeJSON {
	return causeJSON{Factor: c.Factor, Name: c.Name, Original: c.Original, Now: c.Now, Strength: c.Strength, Evidence: c.Evidence, Next: c.Next, Experiment: c.Experiment, Since: c.Since, Bearing: c.Bearing}
}

func (c causeJSON) cause() repro.Cause {
	return repro.Cause{Factor: c.Factor, Name: c.Name, Original: c.Original, Now: c.Now, Strength: c.Strength, Evidence: c.Evidence, Next: c.Next, Experiment: some(c.Experiment), Since: c.Since, Bearing: c.Bearing}
}

func newInput(i repro.Input) inputJSON {
	return inputJSON{Kind: i.Kind, Name: i.Name, Original: i.Original, Now: i.Now, State: i.State, Evidence: i.Evidence, Note: i.Note, Since: i.Since, Then: i.Then, Bearing: i.Bearing}
}

func (i inputJSON) input() repro.Input {
	return repro.Input{Kind: i.Kind, Name: i.Name, Original: i.Original, Now: i.Now, State: i.State, Evidence: i.Evidence, Note: i.Note, Since: i.Since, Then: i.Then, Bearing: i.Bearing}
}

func newPast(p repro.Past) pastJSON {
	return pastJSON{At: p.At, Verdict: p.Verdict, Reason: p.Reason, From: p.From}
}

func (p pastJSON) past() repro.Past {
	return repro.Past{At: utc(p.At), Verdict: p.Verdict, Reason: p.Reason, From: p.From}
}

func newGate(g repro.Gate) gateJSON {
	return gateJSON{Name: g.Name, State: g.State, Reason: g.Reason, Text: g.Text}
}

func (g gateJSON) gate() repro.Gate {
	return repro.Gate{Name: g.Name, State: g.State, Reason: g.Reason, Text: g.Text}
}

func newRun(r repro.Run) runJSON { return runJSON{r.ID, r.URL, newRest(r)} }

func newRest(r repro.Run) runRest {
	return runRest{Name: r.Name, Experiment: r.ExperimentID, Status: r.Status, Deleted: r.Deleted, Started: r.Started, Ended: r.Ended, Tags: clipTags(r.Tags), From: r.From, Aside: r.NotCompared,
		Params: convert(r.Params, func(p repro.Param) nameValueJSON { return nameValueJSON{p.Name, p.Value} }),
		Metrics: convert(r.Metrics, func(m repro.Metric) runMetricJSON {
			return runMetricJSON{m.Name, doc.Float(m.Value), m.Step, m.At}
		}),
		Datasets: convert(r.Datasets, func(d repro.Dataset) datasetJSON {
			return datasetJSON{d.Name, d.Digest, d.Source, d.Context, d.Profile}
		})}
}

func (r runRest) run(id, url string) repro.Run {
	return repro.Run{ID: id, URL: url, Name: r.Name, ExperimentID: r.Experiment, Status: r.Status, Deleted: r.Deleted, Started: utc(r.Started), Ended: utc(r.Ended), Tags: r.Tags, From: r.From, NotCompared: r.Aside,
		Params: convert(r.Params, func(p nameValueJSON) repro.Param { return repro.Param{Name: p.Name, Value: p.Value} }),
		Metrics: convert(r.Metrics, func(m runMetricJSON) repro.Metric {
			return repro.Metric{Name: m.Name, Value: float64(m.Value), Step: m.Step, At: utc(m.At)}
		}),
		Datasets: convert(r.Datasets, func(d datasetJSON) repro.Dataset {
			return repro.Dataset{Name: d.Name, Digest: d.Digest, Source: d.Source, Context: d.Context, Profile: d.Profile}
		})}
}

// convert maps a list; nothing stays nothing.
func convert[A, B any](list []A, f func(A) B) []B {
	if len(list) == 0 {
		return nil
	}
	out := make([]B, len(list))
	for i := range list {
		out[i] = f(list[i])
	}
	return out
}

// some turns the empty list that JSON has back into none.
func some(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return list
}

func float(value float64) *doc.Float { f := doc.Float(value); return &f }

func number64(f *doc.Float, missing float64) float64 {
	if f == nil {
		return missing
	}
	return float64(*f)
}

func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}

// equalRuns compares two runs as they would be read back.
func equalRuns(a, b repro.Run) bool { return reflect.DeepEqual(newRun(a), newRun(b)) }
