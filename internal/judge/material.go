package judge

import (
	"errors"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// DefaultMaterial is the largest shift that an owner would not mind, where
// nothing else is said. It decides only where runs differ by more than the
// tolerance, and is stated there.
const DefaultMaterial = "5%"

// materialRule is DefaultMaterial, parsed.
var materialRule = rule{pattern: "default", spec: DefaultMaterial, terms: mustTerms(DefaultMaterial)}

// ParseMaterial reads the largest shifts that do not matter: lines in the
// language of the tolerances, of amounts alone. A line without a name is the
// default: "10%".
func ParseMaterial(text string) (repro.Tolerances, error) {
	lines := strings.Split(text, "\n")
	added := map[int]int{} // characters put before a line
	for i, line := range lines {
		if trimmed := strings.TrimSpace(line); trimmed != "" && !strings.HasPrefix(trimmed, "#") && !strings.Contains(trimmed, ":") {
			lines[i] = unnamed + trimmed
			added[i+1] = len(unnamed) - leading(line)
		}
	}
	parsed, err := ParseTolerances(strings.Join(lines, "\n"))
	if err != nil {
		return nil, ofMaterial(err, added)
	}
	for _, line := range parsed {
		if action, _, _, _ := parseSpec(line.Spec); action != actTerms {
			return nil, &ToleranceError{option: "material", Line: line.Line, Fault: line.Pattern + ": " + line.Spec + " is no size; write an amount such as 10%, 0.02 abs or 1pp"}
		}
	}
	return parsed, nil
}

// unnamed goes before a line without a name.
const unnamed = "default: "

// ofMaterial names the setting that faults in the lines belong to, and their
// places without what was added to the lines.
func ofMaterial(err error, added map[int]int) error {
	var faults []error
	joined, several := err.(interface{ Unwrap() []error })
	if !several {
		joined = errors.Join(err).(interface{ Unwrap() []error })
	}
	for _, one := range joined.Unwrap() {
		var fault *ToleranceError
		if errors.As(one, &fault) {
			moved := *fault
			moved.option = "material"
			moved.Column = max(moved.Column-added[moved.Line], min(moved.Column, 1))
			one = &moved
		}
		faults = append(faults, one)
	}
	return errors.Join(faults...)
}

// matters gives the rule for the largest shift of a metric that does not.
func (p metricRules) matters(name string) (rule, error) {
	r, err := p.material.lookup(name)
	if err != nil {
		return rule{}, ofMaterial(err, nil)
	}
	if r.line == 0 { // what is built in for a name is about tolerances
		r = p.material.fallback()
	}
	if r.line == 0 {
		return materialRule, nil
	}
	return r, nil
}
