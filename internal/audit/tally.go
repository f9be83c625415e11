package audit

import (
	"slices"
)

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

// A LevelCount is one level of an audit's funnel.
type LevelCount struct {
	Level    Level
	Versions int // that stand on this level and no higher
	Possible int // of these, how many may stand higher: something was not checked
}

// Funnel counts versions by level, lowest first, every level once.
func (a Audit) Funnel() []LevelCount {
	funnel := make([]LevelCount, MaxLevel+1)
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
