package versions

import (
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/due"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/status"
)

// known is what past checks and commits tell of versions.
type known struct {
	of      map[versionKey][]repro.Check
	runs    map[string][]repro.Check // by their original run
	changes due.Changes
	commits due.CommitsSince
	limit   time.Duration // that no training takes longer than

	trainings func(model string) int // that a check makes

	moves  bool          // it trains with today's code
	stay   time.Duration // between two checks of a version
	now    time.Time
	latest time.Time     // the latest check that ran, of any version
	every  time.Duration // between two nights, usually; 0: not known
	night  time.Time     // the latest that is known of
}

// A versionKey names a model version.
type versionKey struct{ name, version string }

func newKnown(past []repro.Check, commits due.CommitsSince, s settings.Selecting, now time.Time) known {
	k := known{of: map[versionKey][]repro.Check{}, runs: map[string][]repro.Check{}, commits: commits, limit: s.Longest, trainings: s.TrainingsOf, stay: s.MinInterval, moves: s.CodeMoves, now: now}
	var days []time.Time
	var usable []repro.Check
	for _, c := range past {
		if !status.Credible(c.At, now) {
			continue
		}
		usable = append(usable, c)
		k.of[versionKey{c.Model, c.Version}] = append(k.of[versionKey{c.Model, c.Version}], c)
		if c.Original != "" {
			k.runs[c.Original] = append(k.runs[c.Original], c)
		}
		days = append(days, status.Day(c.At))
		if c.Verdict != repro.Missed && c.At.After(k.latest) {
			k.latest = c.At
		}
	}
	order.By(days, time.Time.Compare)
	k.changes = due.NewChanges(usable)
	k.every = status.Every(slices.Compact(days))
	for _, c := range usable { // a night in which nothing came of what was due did run
		if c.At.After(k.night) {
			k.night = c.At
		}
	}
	return k
}

// version is what is known of one model version whose original is run.
func (k known) version(version repro.ModelVersion, run repro.Run) due.Candidate {
	v := due.Candidate{Name: version.Name, Version: version.Version, RunID: version.RunID}
	var made []due.Made
	var own []repro.Check
	var latest repro.Check // that ran
	var other repro.Check  // by another name, that ran after it
	var lost time.Time     // the latest check that cannot be read
	for _, c := range k.of[versionKey{version.Name, version.Version}] {
		if c.Original != "" && version.RunID != "" && c.Original != version.RunID {
			continue // another was registered under the number
		}
		own = append(own, c)
		if c.Lost {
			if c.At.After(lost) {
				lost = c.At
			}
			continue
		}
		if c.At.After(v.Tried) {
			v.Tried = c.At
		}
		if c.Verdict == repro.Missed {
			continue
		}
		made = append(made, madeBy(c))
		if c.At.After(v.Checked) {
			v.Checked, latest = c.At, c
		}
	}
	for _, c := range k.byOtherNames(version, v.Checked) {
		made = append(made, madeBy(c))
		if c.At.After(v.Tried) {
			v.Tried = c.At
		}
		if c.At.After(v.Checked) {
			v.Checked = c.At
			other = c
		}
	}
	if text := strings.TrimSpace(version.Tags[cause.CheckedTag]); text != "" {
		// A tag is anybody's text: one that is no time is no check.
		if at, err := time.Parse(time.RFC3339, text); err == nil && status.Credible(at, k.now) && at.After(v.Checked) {
			v.Checked, latest, other = at, repro.Check{}, repro.Check{}
			verdict, _, _ := strings.Cut(strings.TrimSpace(version.Tags[cause.VerdictTag]), " ")
			latest.Verdict = repro.Verdict(verdict)
			if at.After(v.Tried) {
				v.Tried = at
			}
		}
	}
	settled := status.Settled(own, k.now)
	v.Lost = lost.After(v.Checked)
	missed := status.Of(settled, k.now, 2*k.stay).Missed
	if !missed && lost.Before(v.Checked) && v.Tried.After(v.Checked) { // its result came late
		v.Tried = v.Checked
	}
	v.Open = v.Tried.After(v.Checked) || open(latest, settled) || other.Verdict == repro.Drifted || other.Verdict == repro.Unverified
	v.Price = due.PriceOf(took(run), made, k.limit, k.trainings(version.Name))
	if !v.Checked.IsZero() {
		newest := latest
		if other.Original != "" {
			newest = other
		}
		seen := k.changes.Since(newest)
		touched := due.Touched(k.commits.Of(newest), v.Checked, due.FilesOf(run, newest))
		v.Events = append(seen, touched...)
		v.Changed = len(seen) > 0 || k.moves && len(touched) > 0
	}
	s := status.Of(settled, k.now, 0)
	if s.Missed = missed; latest.Model != "" || s.Missed {
		if e := due.StateEvent(s); e != "" {
			v.Events = append(v.Events, e)
		}
	}
	slices.Sort(v.Events)
	v.Events = slices.Compact(v.Events)
	return v
}

// byOtherNames are the checks of a version's run that ran and were made by another name or
// number, or by the run's id: they say when it was trained, and what with. How the version
// stands is said by its own checks, which are made with its own tolerances, so that it is due
// before it counts as stale for the want of one.
func (k known) byOtherNames(version repro.ModelVersion, own time.Time) (checks []repro.Check) {
	if !own.IsZero() && k.now.Sub(own) > 2*k.stay-halfADay {
		return nil
	}
	for _, c := range k.runs[version.RunID] {
		if (c.Model != version.Name || c.Version != version.Version) && c.Verdict != repro.Missed && !c.Lost {
			checks = append(checks, c)
		}
	}
	return checks
}

func madeBy(c repro.Check) due.Made {
	return due.Made{At: c.At, Took: time.Duration(c.Trainings * float64(time.Second)), Decided: c.Verdict == repro.Reproduced || c.Verdict == repro.Drifted}
}

// open says whether a version's latest check that ran is one that did not come back. A
// check that reproduced without the metric that drifted is none that did.
func open(latest repro.Check, settled []repro.Past) bool {
	verdict := latest.Verdict
	for _, c := range settled {
		if latest.Model != "" && c.Verdict != repro.Missed {
			verdict = c.Verdict
		}
	}
	return verdict == repro.Drifted || verdict == repro.Unverified
}

// took is how long a finished run took; 0 where that is not known.
func took(run repro.Run) time.Duration {
	if run.Started.IsZero() || run.Ended.Before(run.Started) {
		return 0
	}
	return run.Ended.Sub(run.Started)
}

// halfADay is longer than a night.
const halfADay = 12 * time.Hour

// slept is by when a night should have ended in which one of the versions was due, and
// that did not run; zero for none.
func (k known) slept(versions []due.Candidate, registered map[string]time.Time) time.Time {
	var dueFrom []time.Time
	for _, v := range versions {
		switch {
		case v.Open && !v.Checked.IsZero():
			dueFrom = append(dueFrom, v.Checked.Add(halfADay))
		case !v.Checked.IsZero():
			dueFrom = append(dueFrom, v.Checked.Add(k.stay+halfADay)) // the plan was made before the checks
		case !v.Tried.IsZero():
			dueFrom = append(dueFrom, v.Tried)
		case !registered[v.Name].IsZero():
			dueFrom = append(dueFrom, registered[v.Name])
		}
	}
	if next := status.NextNight(k.night, k.every, dueFrom); !next.IsZero() && k.now.After(next) {
		return next
	}
	return time.Time{}
}
