package explain

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// bisect looks for the commit by which an established cause came, where that is files of
// the tree alone. Its ends are trained already: the whole restoration, and all restored but
// the cause. A commit that does not change the files would train the same, and is left out.
// Where today's line does not go through the original's commit, it is looked for after the
// commit at which the two part, if the metrics come back as in that one. Where the original trained
// with files that its commit does not have so, it is looked for after the first that has.
func (s *Search) bisect(ctx context.Context, cause experiment.Set) error {
	var paths []string
	for _, i := range cause.Factors() {
		if !s.factors[i].ofTree() {
			return nil
		}
		for _, file := range s.factors[i].files {
			paths = append(paths, file.Path)
		}
	}
	line, err := s.Local.Repository.Touching(ctx, s.experiment.Original, s.experiment.Today, paths)
	if err != nil || !line.Known {
		return err
	}
	steps, later := line.Commits, s.anyLater(paths)
	if later {
		at, err := s.firstAsTrained(ctx, steps, paths)
		if err != nil {
			return err
		}
		if at >= 0 {
			line.Base, steps = steps[at], steps[at+1:]
		}
	}
	b := &repro.Bisect{Back: s.experiment.Original, Apart: line.Base != s.experiment.Original}
	switch {
	case b.Apart || later:
		b.Back = line.Base
		s.experiment.Bisect = b
		if back, err := s.backAt(ctx, cause, line.Base, paths); !back {
			if errors.Is(err, experiment.ErrSpent) {
				b.Spent, err = true, nil
			}
			return err
		}
	case len(steps) == 0:
		return nil
	}
	if len(steps) == 0 {
		s.experiment.Bisect = nil
		return nil
	}
	b.All, b.Steps, b.Lost = line.All, steps, steps[len(steps)-1]
	s.experiment.Bisect = b
	_, each := experiment.Noisy(trialsOf(s.experiment.Trials))
	found, err := experiment.Bisect(len(steps), each, func(step int) (repro.TrialOutcome, error) {
		trial, err := s.nextCommit(ctx, cause, steps[step-1], paths)
		return trial.Outcome, err
	})
	if err != nil {
		return err
	}
	b.Lost, b.Varies, b.Spent = steps[found.Lost-1], found.Varies, found.Spent
	if found.Back > 0 {
		b.Back = steps[found.Back-1]
	}
	if b.Varies || b.Spent {
		return nil
	}
	return s.heldToHistory(ctx, cause, each)
}

// backAt says whether the metrics come back with the cause as at the commit after which it is looked
// for. Where its files are the original's, that is known.
func (s *Search) backAt(ctx context.Context, cause experiment.Set, base string, paths []string) (bool, error) {
	if base == "" || base == s.experiment.Today {
		return false, nil
	}
	if same, err := s.hasAsTrained(ctx, base, paths); same || err != nil {
		return same, err
	}
	trial, err := s.nextCommit(ctx, cause, base, paths)
	return trial.Outcome == repro.TrialBack, err
}

// entry is a file of a commit; one without a mode where there is none.
func (s *Search) entry(ctx context.Context, commit, path string) (git.Entry, error) {
	entry, err := s.Local.Repository.Entry(ctx, commit, path)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return entry, err
}

// nextCommit gives one trial with the cause as in a commit: that of an earlier search, or a
// new one.
func (s *Search) nextCommit(ctx context.Context, cause experiment.Set, commit string, paths []string) (repro.CommitTrial, error) {
	b := s.experiment.Bisect
	if at := slices.IndexFunc(s.keptSteps, func(trial repro.CommitTrial) bool { return trial.Step == commit }); at >= 0 {
		trial := s.keptSteps[at]
		s.keptSteps = slices.Delete(s.keptSteps, at, at+1)
		b.Trials = append(b.Trials, trial)
		return trial, nil
	}
	if s.isSpent() {
		return repro.CommitTrial{}, experiment.ErrSpent
	}
	others := experiment.All(len(s.factors)) &^ cause
	files, err := s.filesOf(others)
	if err != nil {
		return repro.CommitTrial{}, err
	}
	for _, path := range paths {
		entry, err := s.entry(ctx, commit, path)
		if err != nil {
			return repro.CommitTrial{}, err
		}
		files = append(files, git.Replacement{Path: path, Mode: entry.Mode, Object: entry.Object})
	}
	made, err := s.trainFiles(ctx, others, files, s.begins(others, false), s.names(cause)+" as in commit "+gitformat.Short(commit))
	trial := repro.CommitTrial{Step: commit, Trial: made}
	if err != nil {
		return trial, err
	}
	b.Trials = append(b.Trials, trial)
	return trial, s.keep()
}

// trained are all trials that have a branch.
func (s *Search) trained() []repro.Trial {
	all := slices.Concat(s.experiment.Trials, s.kept)
	for _, trial := range s.keptSteps {
		all = append(all, trial.Trial)
	}
	return all
}
