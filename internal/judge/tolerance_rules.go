package judge

import (
	"github.com/reproduce-action/reproduce/internal/repro"
)

// rules are tolerances that were read, in the order they were written.
type rules []rule

// readRules gives the rules that tolerances stand for. It fails only on ones
// that ParseTolerances did not make.
func readRules(t repro.Tolerances) (rules, error) {
	read := make(rules, 0, len(t))
	for _, line := range t {
		r := rule{pattern: line.Pattern, spec: line.Spec, line: line.Line}
		var err error
		if r.action, r.terms, _, err = parseSpec(line.Spec); err != nil {
			return nil, &ToleranceError{Line: line.Line, Fault: err.Error()}
		}
		read = append(read, r)
	}
	return read, nil
}

// metricRules are a policy with its tolerances read.
type metricRules struct {
	repro.MetricPolicy
	rules    rules
	material rules
}

func readPolicy(policy repro.MetricPolicy) (metricRules, error) {
	read, err := readRules(policy.Tolerances)
	if err != nil {
		return metricRules{}, err
	}
	material, err := readRules(policy.Material)
	return metricRules{policy, read, material}, err
}
