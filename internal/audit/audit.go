package audit

import (
	"cmp"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Level says how much of a training was recorded: a closed set, from 0 to
// MaxLevel. A version stands on a level when every check of it and of all
// levels below holds: what the level needs was found (a record), and nothing
// that was looked at speaks against it (an objection).
//
//	level  what it means              records it needs           objections to it
//	L0     no result to compare with    none                       none
//	L1     a result to compare with   run, finished, metrics     finite
//	L2     params recorded            params                     whole
//	L3     code recorded              commit                     clean, reachable, place
//	L4     data recorded              data                       present, lock
//	L5     environment and seed       environment, pinned, seed  none
//
// What nobody looked at is neither there nor missing. A record that was not
// looked at keeps a version below its level, and does not count against it:
// Grade gives both ends, the level that is shown and the one that is possible.
// So does an objection to the data: elsewhere somebody may see that it is gone. Where nobody knows
// whether the tree was clean, the highest level is possible and not shown. Changes that were recorded
// whole are no objection: who records them has the code, and is not worse off than who is silent.
type Level int

// MaxLevel is the highest level.
const MaxLevel Level = 5

// dataLevel is that of the data.
const dataLevel Level = 4

// Word says what a level means, in a few words.
func (l Level) Word() string {
	words := [...]string{"no result to compare with", "a result to compare with", "params recorded", "code recorded", "data recorded", "environment and seed recorded"}
	if l < 0 || int(l) >= len(words) {
		return ""
	}
	return words[l]
}

// A Check is one question of an audit.
type Check string

// The checks, in the order in which they are asked.
const (
	CheckRun         Check = "run"
	CheckFinished    Check = "finished"
	CheckMetrics     Check = "metrics"
	CheckFinite      Check = "finite"
	CheckParams      Check = "params"
	CheckWhole       Check = "whole"
	CheckCommit      Check = "commit"
	CheckClean       Check = "clean"
	CheckReachable   Check = "reachable"
	CheckPlace       Check = "place"
	CheckData        Check = "data"
	CheckPresent     Check = "present"
	CheckLock        Check = "lock"
	CheckEnvironment Check = "environment"
	CheckPinned      Check = "pinned"
	CheckSeed        Check = "seed"
)

// A CheckState is the answer to a check.
type CheckState string

const (
	CheckPassed    CheckState = "passed"
	CheckFailed    CheckState = "failed"
	CheckNotLooked CheckState = "not checked"
	CheckMoot      CheckState = "nothing to check" // the question does not arise; decides nothing
)

// A Finding is the answer to one check of one version.
type Finding struct {
	Check Check
	State CheckState
	Found string // what was seen, why nobody looked, or why there is nothing; untrusted text

	Missing string // what the version lacks, where the check's own words leave it open; "" for those
}

// Lacks says what a version lacks that failed the check.
func (f Finding) Lacks() string { return cmp.Or(f.Missing, f.Check.Missing()) }

// An AuditedVersion is one model version and what its audit found.
type AuditedVersion struct {
	Name     string
	Version  string
	RunID    string
	URL      string
	Findings []Finding // one a check, in the order of the checks
	Level    Level     // shown to hold
	Possible Level     // if all that was not checked is there
}

// An Audit is what was found about many versions, worst first.
type Audit struct {
	Tool      string
	CheckedAt time.Time
	Store     string // where the registry is, without credentials
	Clone     string // the clone whose commits were looked at; "" where there was none
	Deep      bool   // the models' own files were read
	Models    int
	Versions  []AuditedVersion
	Notes     []string
	Warnings  []string // names that no model has
}

// NewAuditedVersion completes findings and grades them: a check without one was
// not checked.
func NewAuditedVersion(version repro.ModelVersion, found map[Check]Finding) AuditedVersion {
	audited := AuditedVersion{Name: version.Name, Version: version.Version, RunID: version.RunID, URL: version.URL}
	audited.Findings = make([]Finding, len(checks))
	for i, rule := range checks {
		finding, ok := found[rule.check]
		if !ok {
			finding.State = CheckNotLooked
		}
		finding.Check = rule.check
		audited.Findings[i] = finding
	}
	audited.Level, audited.Possible = Grade(audited.Findings)
	return audited
}

// Grade gives the level that findings show and the highest that they leave
// possible. A check that is missing from them was not checked.
func Grade(findings []Finding) (shown, possible Level) {
	shown, possible = MaxLevel, MaxLevel
	for _, rule := range checks {
		state := stateOf(findings, rule.check)
		below := rule.level - 1
		if state == CheckFailed {
			possible = min(possible, below)
		}
		open := !rule.objection && state != CheckPassed || rule.level == dataLevel && state == CheckNotLooked
		if state == CheckFailed || open {
			shown = min(shown, below)
		}
		if rule.check == CheckClean && state == CheckNotLooked {
			shown = min(shown, MaxLevel-1)
		}
	}
	return shown, possible
}

func stateOf(findings []Finding, check Check) CheckState {
	for _, finding := range findings {
		if finding.Check == check {
			return finding.State
		}
	}
	return CheckNotLooked
}

// Failed gives the findings that speak against the version, in order.
func (v AuditedVersion) Failed() []Finding { return v.in(CheckFailed) }

// NotLooked gives the findings that nobody looked at.
func (v AuditedVersion) NotLooked() []Finding { return v.in(CheckNotLooked) }

func (v AuditedVersion) in(state CheckState) []Finding {
	var found []Finding
	for _, finding := range v.Findings {
		if finding.State == state {
			found = append(found, finding)
		}
	}
	return found
}

// Sort puts the worst first: by level, then by what is possible, then by the
// number of failed checks, then by name and number, newest first.
func (a *Audit) Sort() {
	order.Stable(a.Versions, func(v, w AuditedVersion) int {
		return cmp.Or(
			cmp.Compare(v.Level, w.Level), cmp.Compare(v.Possible, w.Possible),
			cmp.Compare(len(w.Failed()), len(v.Failed())), strings.Compare(v.Name, w.Name),
			cmp.Compare(len(w.Version), len(v.Version)), strings.Compare(w.Version, v.Version),
		)
	})
}
