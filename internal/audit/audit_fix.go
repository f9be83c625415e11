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

// A Tally is how one check came out over many versions.
type Tally struct {
	Check     Check
	Passed    int
	Failed    int
	NotLooked int
	Moot      int // the question did not arise
	Unlocks   int // versions that it alone keeps from a higher level
}

// Tallies counts the answers to every check, in the order of the checks.
func (a Audit) Tallies() []Tally {
	tallies := make([]Tally, len(checks))
	for i, rule := range checks {
		tallies[i].Check = rule.check
	}
	for _, version := range a.Versions {
		for i, rule := range checks {
			switch stateOf(version.Findings, rule.check) {
			case CheckPassed:
				tallies[i].Passed++
			case CheckFailed:
				tallies[i].Failed++
			case CheckMoot:
				tallies[i].Moot++
			default:
				tallies[i].NotLooked++
			}
		}
		if check, ok := version.onlyBarrier(); ok {
			tallies[slices.IndexFunc(checks, func(rule checkRule) bool { return rule.check == check })].Unlocks++
		}
	}
	return tallies
}

// onlyBarrier gives the one failed check that keeps a version from the level
// above what is possible for it; none where there are several, or nothing.
func (v AuditedVersion) onlyBarrier() (only Check, ok bool) {
	for _, finding := range v.Findings {
		if finding.State != CheckFailed || finding.Check.Level() != v.Possible+1 {
			continue
		}
		if ok {
			return "", false
		}
		only, ok = finding.Check, true
	}
	return only, ok
}

// BestFix gives the check whose fix would unlock most versions: those that
// could be on a higher level if only it passed. Where no single fix unlocks
// any, it is the one that most versions fail. Between equals it is the lower
// level's. False is an audit in which nothing failed.
func (a Audit) BestFix() (Tally, bool) {
	var best Tally
	for _, tally := range a.Tallies() {
		if tally.Failed > 0 && (tally.Unlocks > best.Unlocks || tally.Unlocks == best.Unlocks && tally.Failed > best.Failed) {
			best = tally
		}
	}
	return best, best.Failed > 0
}

// A Step is one level of an audit's funnel.
type Step struct {
	Level    Level
	Versions int // that stand on this level and no higher
	Possible int // of these, how many may stand higher: something was not checked
}

// Funnel counts versions by level, lowest first, every level once.
func (a Audit) Funnel() []Step {
	funnel := make([]Step, MaxLevel+1)
	for level := range funnel {
		funnel[level].Level = Level(level)
	}
	for _, version := range a.Versions {
		funnel[version.Level].Versions++
		if version.Possible > version.Level {
			funnel[version.Level].Possible++
		}
	}
	return funnel
}
