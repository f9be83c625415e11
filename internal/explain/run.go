package explain

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Run makes the search that was planned, and gives the check's result with what it found.
// What an error ended is kept as far as it came, and goes on the next time.
func (s *Search) Run(ctx context.Context) (repro.Result, error) {
	s.began = s.Flow.Now()
	s.Local.Since = cmp.Or(s.Saved.Execution.Started, s.began) // what a training leaves behind must be in none that follows
	err := s.takeUp(ctx)
	if err != nil && !errors.Is(err, experiment.ErrSpent) {
		return s.Saved, err
	}
	finding, err := s.search(func(restored experiment.Set, whole bool) (repro.Trial, error) { return s.next(ctx, restored, whole) })
	if err != nil {
		return s.Saved, err
	}
	s.conclude(finding)
	if s.experiment.Conclusion != repro.CauseEstablished {
		return s.withLeftRunning(ctx, s.told()), nil
	}
	if s.Save != nil { // whatever becomes of what follows
		if err := s.Save(s.told()); err != nil {
			return s.Saved, err
		}
	}
	err = s.bisect(ctx, finding.Cause)
	return s.withLeftRunning(ctx, s.told()), err
}

// search searches until what it finds stands.
func (s *Search) search(next func(restored experiment.Set, whole bool) (repro.Trial, error)) (finding experiment.Finding, err error) {
	for again := true; again; again = s.goesOn(finding) {
		finding, err = experiment.Search(len(s.factors), s.groups(), func(restored experiment.Set, whole bool) (experiment.Seen, error) {
			trial, err := next(restored, whole)
			return seenOf(trial), err
		})
		if errors.Is(err, experiment.ErrMisled) {
			s.misled()
			finding.Why = ""
			continue
		}
		if err != nil {
			return finding, err
		}
	}
	return finding, nil
}

// goesOn says whether another search has to follow: what misled it was given up, a group was
// taken apart, the software is one factor again, or it is none.
func (s *Search) goesOn(finding experiment.Finding) bool {
	switch {
	case finding.Why == "":
		return true
	case finding.Why == repro.WhyGrouped && s.openIn(finding.Cause):
		return true
	case finding.Why == repro.WhyRestoredFailed && s.dropSoftware(s.lastWhy()):
		return true
	case s.closed != nil && finding.Conclusion != repro.CauseEstablished:
		s.closeSoftware()
		return true
	}
	return false
}

// lastWhy is why the last trial gave no answer.
func (s *Search) lastWhy() string {
	if n := len(s.experiment.Trials); n > 0 {
		return s.experiment.Trials[n-1].Why
	}
	return ""
}

// next gives one trial of a state: that of an earlier search, where one is left, else a new
// one.
func (s *Search) next(ctx context.Context, restored experiment.Set, whole bool) (repro.Trial, error) {
	if trial, known := s.known(restored, whole); known {
		return trial, nil
	}
	if s.isSpent() {
		return repro.Trial{}, experiment.ErrSpent
	}
	trial, err := s.train(ctx, restored, whole)
	if err != nil {
		return trial, err
	}
	s.experiment.Trials = append(s.experiment.Trials, trial)
	return trial, s.keep()
}

// known takes up a trial that was made before this search, or before it began again.
func (s *Search) known(restored experiment.Set, whole bool) (repro.Trial, bool) {
	at := slices.IndexFunc(s.kept, func(trial repro.Trial) bool {
		return experiment.SetOf(trial.Restored...) == restored && (trial.Points == 0 || !whole)
	})
	if at < 0 {
		return repro.Trial{}, false
	}
	trial := s.kept[at]
	s.kept = slices.Delete(s.kept, at, at+1)
	s.experiment.Trials = append(s.experiment.Trials, trial)
	return trial, true
}

// isSpent says whether the budget holds no further trial, at what one of this search cost at
// most: those of an earlier one may have been challenged or repeated as nobody asks for now.
func (s *Search) isSpent() bool {
	return s.spent+max(s.Settings.Repeats, s.most, 1) > s.Budget.Trainings || s.Flow.Now().Sub(s.began)+s.longest >= s.Budget.Time
}

// keep saves what was trained so far, with those trials of before that were not asked for
// yet.
func (s *Search) keep() error {
	if s.Save == nil {
		return nil
	}
	finished := s.experiment
	defer func() { s.experiment = finished }()
	if s.experiment.Conclusion == repro.CauseEstablished { // it is looked for its commit
		bisect := *s.experiment.Bisect
		bisect.Spent, bisect.Trials = true, slices.Concat(bisect.Trials, s.keptSteps)
		s.experiment.Bisect = &bisect
		return s.Save(s.told())
	}
	s.experiment.Trials = slices.Concat(s.experiment.Trials, s.kept)
	if len(s.keptSteps) > 0 {
		s.experiment.Bisect = &repro.Bisect{Trials: s.keptSteps, Spent: true}
	}
	s.experiment.Conclusion, s.experiment.Why = repro.CauseUnknown, repro.WhySpent
	return s.Save(s.told())
}

// takeUp trains today's state once more before trials of an earlier search are counted:
// where the software or the numbers are others than then, so may all of them be.
func (s *Search) takeUp(ctx context.Context) error {
	at := slices.IndexFunc(s.kept, func(trial repro.Trial) bool { return len(trial.Restored) == 0 })
	if at < 0 {
		s.kept, s.keptSteps = nil, nil
		return nil
	}
	if s.isSpent() {
		return nil
	}
	before, kept := s.kept[at], s.kept
	trial, err := s.train(ctx, 0, s.kept[at].Points == 0)
	if err != nil {
		return err
	}
	s.kept = append(kept, trial)
	if trial.Outcome != before.Outcome || trial.Print != before.Print || trial.Software != before.Software {
		s.Flow.Say("today's state is not what it was in the earlier search, so the search begins again")
		s.kept, s.keptSteps = []repro.Trial{trial}, nil
	}
	return s.keep()
}

// basis is a digest of all that the trials of one search have in common.
func (s *Search) basis(today repro.Plan) string {
	lines := []string{
		"tool " + s.Flow.Tool, "original " + s.Saved.Original.ID, "today " + s.experiment.Today, "then " + s.experiment.Original,
		"command " + today.Command, "criteria " + today.Criteria.Digest(), "registry " + s.Settings.Registry, "store " + cmp.Or(s.Local.Tracking, "own"),
	}
	for _, f := range s.factors {
		lines = append(lines, "factor "+f.Kind+" "+f.Name)
		if v := f.variable; v != nil {
			lines = append(lines, "variable "+v.name+" "+strconv.Quote(v.then)+" "+strconv.Quote(v.now))
		}
		for _, p := range f.parts {
			lines = append(lines, "part "+p.Kind+" "+p.Name)
		}
		for _, file := range f.files {
			lines = append(lines, "file "+file.Path+" "+file.Mode+" "+file.Object)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(s.later)) {
		lines = append(lines, "trained "+path+" "+s.later[path].Object)
	}
	for _, edit := range order.Sorted(today.Files, func(a, b repro.FileEdit) int { return strings.Compare(a.Path, b.Path) }) {
		sum := sha256.Sum256(edit.After)
		lines = append(lines, "params "+edit.Path+" "+hex.EncodeToString(sum[:]))
	}
	var text repro.Lines
	for _, line := range lines {
		text.Add("with", line)
	}
	return text.Digest()
}
