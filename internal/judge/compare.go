package judge

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Compare holds every metric of a reproduction against its original's, each by
// its own rule. The reference is the original: a share is a share of its
// value, and a better number is as far away as a worse one.
//
// policy.Map is applied to reproduced; leave it empty when reproduced comes
// from MLflow and so has the original's names. Infinities must be infinities:
// MLflow's SQL stores keep them as the largest float64, which package mlflow
// undoes.
//
// Errors are faults of configuration, joined *ToleranceErrors, and mean that
// nothing was judged. CheckPolicy finds most of them before a training.
func Compare(original, reproduced repro.Metrics, policy repro.MetricPolicy) (repro.Comparison, error) {
	if err := CheckPolicy(original, policy); err != nil {
		return repro.Comparison{}, err
	}
	reproduced, warnings := renamed(reproduced, original, policy.Map)
	if name, twice := duplicate(reproduced); twice {
		return repro.Comparison{}, fmt.Errorf("compare metrics: the reproduction has %q twice; give each metric a name of its own", name)
	}
	rules, err := readPolicy(policy)
	if err != nil {
		return repro.Comparison{}, err
	}
	c := repro.Comparison{Warnings: append(warnings, policyWarnings(original, reproduced, rules)...)}
	before, after := byName(original), byName(reproduced)
	patterns := shownPatterns(policy.Select)
	for _, name := range union(original, reproduced) {
		r, selected, err := rules.rule(name)
		if err != nil {
			return repro.Comparison{}, err // only extras can get here: CheckPolicy saw the rest
		}
		c.Deltas = append(c.Deltas, compareOne(name, before, after, r, selected, patterns))
	}
	hintRenamed(c.Deltas)
	hintExamples(c.Deltas, original)
	return c, nil
}

// compareOne places one metric that at least one side has.
func compareOne(name string, original, reproduced map[string]float64, r rule, selected selection, patterns string) repro.Delta {
	a, inOriginal := original[name]
	b, inReproduced := reproduced[name]
	delta := repro.Delta{Name: name, Original: a, Reproduced: b, Tolerance: r.spec, Ratio: math.NaN()}
	switch {
	case !inOriginal:
		delta.State, delta.Tolerance = repro.StateExtra, ""
		return delta
	case selected == selectedOut:
		delta.State, delta.Tolerance = repro.StateIgnored, ""
		delta.Notes = append(delta.Notes, notSelected+patterns)
	case r.action == actIgnore:
		delta.State = repro.StateIgnored
	case r.action == actReport:
		delta.State = repro.StateReported
	case !inReproduced:
		delta.State = repro.StateMissing
		return delta
	}
	if r.note != "" {
		delta.Notes = append(delta.Notes, r.note)
	}
	if !inReproduced {
		delta.Absent = true
		delta.Notes = append(delta.Notes, "the reproduction does not have it")
		return delta
	}
	if delta.State != "" {
		if decimal.Finite(a) && decimal.Finite(b) {
			delta.Difference = decimal.Text(decimal.Difference(a, b))
		}
		return delta
	}
	o := r.compare(a, b)
	delta.State, delta.Difference, delta.Allowed, delta.Ratio = o.state, o.difference, o.allowed, o.ratio
	delta.Notes = append(delta.Notes, o.notes...)
	return delta
}

// byName indexes metrics whose names were found to be unique.
func byName(metrics repro.Metrics) map[string]float64 {
	values := make(map[string]float64, len(metrics))
	for _, metric := range metrics {
		values[metric.Name] = metric.Value
	}
	return values
}

// CheckPolicy says what can be known to be wrong with a policy before there is
// anything to compare with: so that it is not said after hours of training.
func CheckPolicy(original repro.Metrics, policy repro.MetricPolicy) error {
	if name, twice := duplicate(original); twice {
		return fmt.Errorf("compare metrics: the original has %q twice; give each metric a name of its own", name)
	}
	rules, err := readPolicy(policy)
	if err != nil {
		return err
	}
	var faults []error
	for _, metric := range original {
		r, selected, err := rules.rule(metric.Name)
		if err == nil && selected != selectedOut {
			err = r.fits(metric.Name, metric.Value)
		}
		if err != nil {
			faults = append(faults, err)
		}
	}
	for _, pattern := range policy.Select {
		if _, found := original.Get(pattern); !found && !strings.Contains(pattern, "*") {
			faults = append(faults, &ToleranceError{option: "metrics", Metric: pattern, Fault: "selected, but the original run did not log it" + suggestion(pattern, original)})
		}
	}
	if len(faults) > maxToleranceFault {
		faults = append(faults[:maxToleranceFault], &ToleranceError{Fault: fmt.Sprintf("and %d more", len(faults)-maxToleranceFault)})
	}
	return errors.Join(faults...)
}

// selection is how the list of selected metrics meets a name.
type selection int

const (
	selectedAll selection = iota // no list
	selectedOut
	selectedGlob
	selectedName
)

func (p metricRules) selection(name string) selection {
	if len(p.Select) == 0 {
		return selectedAll
	}
	found := selectedOut
	for _, pattern := range p.Select {
		if pattern == name {
			return selectedName
		}
		if wording.MatchGlob(pattern, name) {
			found = selectedGlob
		}
	}
	return found
}

// rule gives what holds for a metric. To select a metric by its name is to ask
// for it, so a built-in rule does not ignore it then.
func (p metricRules) rule(name string) (rule, selection, error) {
	selected := p.selection(name)
	r, err := p.rules.lookup(name)
	if err == nil && selected == selectedName && r.line == 0 && r.action == actIgnore {
		r = p.rules.fallback()
	}
	return r, selected, err
}

// Judges gives whether the verdict rests on a metric of the original. Where the
// policy has a fault, which Compare names, it may rest on any.
func Judges(p repro.MetricPolicy) func(name string) bool {
	read, err := readPolicy(p)
	return func(name string) bool {
		if err != nil {
			return true
		}
		r, selected, err := read.rule(name)
		return err != nil || selected != selectedOut && r.action != actIgnore && r.action != actReport
	}
}

// MapWarnings names what a map gives another name to and the original did not log. It is
// known before there is a reproduction, and where the map is not applied.
func MapWarnings(original repro.Metrics, names map[string]string) (warnings []string) {
	if len(original) == 0 {
		return nil // none is known
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if _, known := original.Get(name); !known {
			warnings = append(warnings, fmt.Sprintf("metrics-map: %q is no metric of the original run%s", name, suggestion(name, original)))
		}
	}
	return warnings
}

// renamed gives metrics from a file their MLflow names. A name that the map
// sends elsewhere is looked for there only: falling back to a metric of the
// same name would compare with one that the user said is another.
func renamed(metrics, original repro.Metrics, names map[string]string) (repro.Metrics, []string) {
	if len(names) == 0 {
		return metrics, nil
	}
	warnings := MapWarnings(original, names)
	values := map[string]repro.Metric{}
	for _, metric := range metrics {
		if _, mapped := names[metric.Name]; !mapped {
			values[metric.Name] = metric
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		found := slices.IndexFunc(metrics, func(m repro.Metric) bool { return m.Name == names[name] })
		if found < 0 {
			warnings = append(warnings, fmt.Sprintf("metrics-map: %q is not among the new metrics%s", names[name], suggestion(names[name], metrics)))
			continue
		}
		metric := metrics[found]
		metric.Name = name
		values[name] = metric
		if _, mapped := names[names[name]]; !mapped {
			delete(values, names[name])
		}
	}
	var result repro.Metrics
	for _, name := range slices.Sorted(maps.Keys(values)) {
		result = append(result, values[name])
	}
	return result, warnings
}
