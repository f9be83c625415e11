package issue

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/judge/drift"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file keeps what was allowed when a version drifted: an issue that a wider tolerance
// alone closes says so.

// A Limit is what was allowed of one metric that was outside.
type Limit struct {
	Metric    string  `json:"m"` // digest of its name
	Original  float64 `json:"o"`
	Tolerance string  `json:"t"`
	Material  string  `json:"x,omitempty"`
}

// How many limits a version has, and an issue: its line is short, whatever drifts.
const (
	maxLimits    = 24
	maxAllLimits = 24
	maxTolerance = 40 // of its text
)

// limitsOf are those of the models' predictions and the metrics of a drift.
func limitsOf(r repro.Result) (limits []Limit) {
	if m := judge.CheckedModels(r.Comparison.Model); m.State == repro.StateOutside && len(m.Tolerance) <= maxTolerance {
		limits = append(limits, Limit{Metric: digest([]string{drift.Predictions}), Original: modelsAt, Tolerance: m.Tolerance})
	}
	for _, m := range judge.CheckedOf(r) {
		if m.State != repro.StateOutside || r.Reason == repro.CurveLeft { // whose values are of the middle of a training
			continue
		}
		if decimal.Finite(m.Original) && m.Tolerance != "" && len(m.Tolerance) <= maxTolerance && len(limits) < maxLimits {
			limits = append(limits, Limit{digest([]string{m.Name}), m.Original, m.Tolerance, kept(m.Material)})
		}
	}
	return limits
}

// modelsAt is the value at which two tolerances of predictions are held against each other:
// which one allows least hangs on what is predicted.
const modelsAt = 1

// narrower takes of each metric that is outside still what was allowed least.
func narrower(before, now []Limit) []Limit {
	now = slices.Clone(now)
	for i, l := range now {
		at := slices.IndexFunc(before, func(b Limit) bool { return b.Metric == l.Metric && b.Original == l.Original })
		if at < 0 {
			continue
		}
		low, high := judge.Band(l.Tolerance, l.Original)
		if least, most := judge.Band(before[at].Tolerance, l.Original); least >= low && most <= high {
			now[i] = before[at]
		}
	}
	return now
}

// keepLimits drops the limits of versions other than key's, where there are too many.
func (n Note) keepLimits(key string) {
	all := 0
	for _, v := range n.Versions {
		all += len(v.Limits)
	}
	for other, v := range n.Versions {
		if all > maxAllLimits && other != key {
			all -= len(v.Limits)
			v.Limits = nil
			n.Versions[other] = v
		}
	}
}

// Widened says of a check that reproduces where a wider tolerance alone would end the drift
// that the issue tells of; "" for any other. Such a check does not close the issue.
func (n Note) Widened(r repro.Result) string {
	before := n.Versions[n.entry(r)]
	if r.Verdict != repro.Reproduced || before.Settled {
		return ""
	}
	now := repro.Record{Past: repro.Past{At: r.CheckedAt, Verdict: r.Verdict}, Metrics: judge.CheckedOf(r), Models: judge.CheckedModels(r.Comparison.Model)}
	var series drift.Series
	series.Add(before.drift(r))
	return series.Add(now).Words()
}

// drift is the drift that an issue tells of, as far as it keeps it, of what r has.
func (v Version) drift(r repro.Result) repro.Record {
	told := repro.Record{Past: repro.Past{At: v.Drifted, Verdict: repro.Drifted}, Original: r.Original.ID}
	for _, l := range v.Limits {
		if l.Metric == digest([]string{drift.Predictions}) {
			told.Models = repro.CheckedModels{State: repro.StateOutside, Tolerance: l.Tolerance}
		}
	}
	for _, m := range judge.Checked(r.Comparison.Deltas) {
		for _, l := range v.Limits {
			if l.Metric == digest([]string{m.Name}) {
				then := repro.CheckedMetric{Name: m.Name, Original: l.Original, Tolerance: l.Tolerance, Material: l.Material, State: repro.StateOutside}
				then.Low, then.High = judge.Band(l.Tolerance, l.Original)
				told.Metrics = append(told.Metrics, then)
			}
		}
	}
	return told
}

// moved says of a check that reproduces where the original is another than it was at the
// drift that the issue tells of: the values of the drift may have been logged to it.
func (n Note) moved(r repro.Result) string {
	before, known := n.Versions[n.entry(r)]
	if r.Verdict != repro.Reproduced || !known || before.Settled {
		return ""
	}
	var firsts drift.Firsts
	firsts.Add(before.drift(r))
	if _, moved := firsts.MarkMoved(r.Original.ID, r.Comparison); len(moved) > 0 {
		return "This does not end the drift, for the original is another: " + drift.MovedWords(moved) + "."
	}
	return ""
}

// kept is a text that is short enough to be kept.
func kept(text string) string {
	if len(text) > maxTolerance {
		return ""
	}
	return text
}
