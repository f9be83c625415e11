package judge

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Hints are for people. None of them changes a state.

// hints says what two values outside tolerance look like.
func (r rule) hints(a, b float64) []string {
	var notes []string
	onlyRelative := len(r.terms) > 0
	for _, t := range r.terms {
		onlyRelative = onlyRelative && t.unit == unitRelative
	}
	if a == 0 && onlyRelative {
		notes = append(notes, "a relative tolerance means nothing at 0; add abs")
	}
	if larger, smaller := math.Max(math.Abs(a), math.Abs(b)), math.Min(math.Abs(a), math.Abs(b)); math.Abs(larger/smaller/100-1) <= 0.01 {
		notes = append(notes, "looks like percent against fraction")
	}
	return notes
}

// hintRenamed tells a missing metric about the one extra metric that has its
// value.
func hintRenamed(deltas []repro.Delta) {
	for i := range deltas {
		lost := &deltas[i]
		if lost.State != repro.StateMissing {
			continue
		}
		var same []string
		for _, extra := range deltas {
			if extra.State == repro.StateExtra && extra.Reproduced == lost.Original {
				same = append(same, extra.Name)
			}
		}
		if len(same) == 1 {
			lost.Notes = append(lost.Notes, fmt.Sprintf("%s has the same value; if it is the same metric, map %s to it", same[0], lost.Name))
		}
	}
}

// hintExamples shows a difference in accuracy as test examples where the run
// logged how many there are.
func hintExamples(deltas []repro.Delta, original repro.Metrics) {
	total := 0.0
	for _, name := range []string{"n_test", "num_test", "n_test_samples", "num_test_samples", "n_test_examples", "num_test_examples", "test_size"} {
		if v, found := original.Get(name); found && v >= 2 && v <= maxTotal && v == math.Trunc(v) {
			total = v
			break
		}
	}
	if total == 0 {
		return
	}
	t := term{unit: unitExamples, total: int64(total)}
	for i := range deltas {
		delta := &deltas[i]
		parts := strings.FieldsFunc(strings.ToLower(delta.Name), func(r rune) bool { return strings.ContainsRune("_/.-", r) })
		isShare := slices.Contains(parts, "accuracy") || slices.Contains(parts, "acc")
		if !isShare || delta.State != repro.StateOutside && delta.State != repro.StateWithin || slices.ContainsFunc(delta.Notes, isExampleNote) {
			continue
		}
		before, whole := t.examples(delta.Original)
		after, alsoWhole := t.examples(delta.Reproduced)
		if whole && alsoWhole && before != after && math.Abs(delta.Original) <= 1 && math.Abs(delta.Reproduced) <= 1 {
			delta.Notes = append(delta.Notes, fmt.Sprintf("%d of %d examples", max(before-after, after-before), t.total))
		}
	}
}

func isExampleNote(note string) bool { return strings.HasSuffix(note, " examples") }

// PolicyWarnings names what of a policy does nothing, or allows everything, as far as
// it can be known before there is a reproduction. A policy that cannot be read has
// none: CheckPolicy refuses it.
func PolicyWarnings(original repro.Metrics, policy repro.MetricPolicy) []string {
	rules, err := readPolicy(policy)
	if err != nil {
		return nil
	}
	return policyWarnings(original, nil, rules)
}

// policyWarnings names lines that do nothing, and lines that allow everything.
func policyWarnings(original, reproduced repro.Metrics, policy metricRules) []string {
	var warnings []string
	unused := func(option string, r rule) {
		used := r.isDefault()
		for _, metric := range slices.Concat(original, reproduced) {
			used = used || r.pattern == metric.Name || r.isGlob() && wording.MatchGlob(r.pattern, metric.Name)
		}
		if !used {
			warnings = append(warnings, option+fmt.Sprintf(":%d: %q matches no metric%s", r.line, r.pattern, suggestion(r.pattern, original)))
		}
	}
	for _, r := range policy.rules {
		unused("tolerances", r)
		for _, t := range r.terms {
			if t.unit == unitRelative && t.side != sideAbove && t.amount.Cmp(decimal.TenTo(0)) >= 0 {
				warnings = append(warnings, fmt.Sprintf("tolerances:%d: %s accepts 0 for any original", r.line, r))
			}
		}
	}
	for _, r := range policy.material {
		unused("material", r)
	}
	warnings = append(warnings, boundless(original, policy)...)
	for _, pattern := range policy.Select {
		if strings.Contains(pattern, "*") && !slices.ContainsFunc(original, func(m repro.Metric) bool { return wording.MatchGlob(pattern, m.Name) }) {
			warnings = append(warnings, fmt.Sprintf("metrics: %q matches no metric of the original run", pattern))
		}
	}
	return warnings
}

// suggestion ends a message about an unknown name.
func suggestion(name string, metrics repro.Metrics) string {
	var known []string
	for _, metric := range metrics[:min(len(metrics), 500)] { // a suggestion is not worth more time
		known = append(known, metric.Name)
	}
	if known := wording.Nearest(strings.Trim(name, "*"), known); known != "" {
		return fmt.Sprintf("; did you mean %q?", known)
	}
	return ""
}

// duplicate finds a name that stands twice with different values.
func duplicate(metrics repro.Metrics) (string, bool) {
	seen := make(map[string]float64, len(metrics))
	for _, metric := range metrics {
		value, found := seen[metric.Name]
		if found && math.Float64bits(value) != math.Float64bits(metric.Value) {
			return metric.Name, true
		}
		seen[metric.Name] = metric.Value
	}
	return "", false
}

// union gives all names once, sorted.
func union(lists ...repro.Metrics) []string {
	var names []string
	for _, list := range lists {
		for _, metric := range list {
			names = append(names, metric.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
