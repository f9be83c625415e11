package explain

import (
	"context"
	"errors"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// heldToHistory trains the commit by which a cause came with every file that is a factor as
// it has them. A trial puts files of one commit among those of another: where a value was
// moved from a program into a settings file, today's program finds none among the original's
// files, and its default makes the metrics drift. The commit with all its files comes back then,
// and the cause is not the program alone: nothing is established. each is how often a state is
// trained.
func (s *Search) heldToHistory(ctx context.Context, cause experiment.Set, each int) error {
	b := s.experiment.Bisect
	others := experiment.All(len(s.factors)) &^ cause
	files, other, err := s.filesAt(ctx, b.Lost)
	if err != nil || !other {
		return err
	}
	if s.keptLost == b.Lost {
		b.Whole, s.keptWhole = s.keptWhole, nil
	}
	for len(b.Whole) < max(each, 1) && (len(b.Whole) == 0 || b.Mixed()) {
		if s.isSpent() {
			b.Spent = true
			return nil
		}
		trial, err := s.trainFiles(ctx, others, files, nil, "all files as in commit "+gitformat.Short(b.Lost))
		if errors.Is(err, experiment.ErrSpent) {
			b.Spent = true
			return nil
		}
		if err != nil {
			return err
		}
		b.Whole = append(b.Whole, trial)
		if err := s.keep(); err != nil {
			return err
		}
	}
	if b.Mixed() {
		s.conclude(experiment.Finding{Conclusion: repro.CauseIsolated, Why: repro.WhyMixed, Cause: cause, Trials: trialsOf(s.experiment.Trials)})
		s.experiment.Recipe = nil
	}
	return nil
}

// filesAt are the files of all factors of the tree as a commit has them, and, where it has
// others than the original beside the cause's, that a training of them is another state than any before.
func (s *Search) filesAt(ctx context.Context, commit string) (files []git.Replacement, other bool, err error) {
	var paths []string
	isToday := true // which drifts
	if s.software != nil {
		files = append(files, s.software.files...)
	}
	cause := experiment.SetOf(s.experiment.Cause...)
	for i, f := range s.factors {
		if f.software || len(f.packages) > 0 || f.variable != nil { // restored, as with the cause's files alone
			files, isToday = append(files, f.files...), false
			continue
		}
		paths = paths[:0]
		for _, file := range f.files {
			paths = append(paths, file.Path)
		}
		if f.param != nil {
			paths = append(paths, f.param.file)
		}
		for _, path := range paths {
			there, err := s.entry(ctx, commit, path)
			if err != nil {
				return nil, false, err
			}
			original, err := s.originalEntry(ctx, path)
			if err != nil {
				return nil, false, err
			}
			now, err := s.entry(ctx, s.experiment.Today, path)
			if err != nil {
				return nil, false, err
			}
			isToday = isToday && there == now
			other = other || !cause.Has(i) && (there.Mode != original.Mode || there.Object != original.Object)
			files = append(files, git.Replacement{Path: path, Mode: there.Mode, Object: there.Object})
		}
	}
	return files, other && !isToday, nil
}
