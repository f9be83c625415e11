package audit

import (
	"slices"
)

// checkRule is one row of the table of checks.
type checkRule struct {
	check     Check
	level     Level  // the lowest level that it is part of
	objection bool   // it counts only where it was looked at and failed
	label     string // the check as a heading
	missing   string // what is said of a version that fails it
	fix       Fix
}

// A Fix is what makes a check pass.
type Fix struct {
	Check    Check
	Do       string // one sentence, what to do
	Snippet  string // to paste into the training code, or to run; "" where words are enough
	Lang     string // python or sh
	Past     string // what can still be done for versions that exist; "" is nothing
	PastLine string // the line that does it
}

// Label is the check in a few words.
func (c Check) Label() string { return ruleOf(c).label }

// Missing says what a version that fails the check lacks.
func (c Check) Missing() string { return ruleOf(c).missing }

// Level is the lowest level that the check is part of.
func (c Check) Level() Level { return ruleOf(c).level }

// Fix is what makes the check pass.
func (c Check) Fix() Fix {
	fix := ruleOf(c).fix
	fix.Check = c
	return fix
}

// Checks lists all checks in their order.
func Checks() []Check {
	var all []Check
	for _, rule := range checks {
		all = append(all, rule.check)
	}
	return all
}

func ruleOf(check Check) checkRule {
	at := slices.IndexFunc(checks, func(rule checkRule) bool { return rule.check == check })
	if at < 0 {
		return checkRule{check: check, label: string(check), missing: string(check)}
	}
	return checks[at]
}
