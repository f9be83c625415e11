package explain

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/judge/early"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train/local"
)

// A Search is what one search for a cause needs.
type Search struct {
	Flow     *flow.Flow
	Local    *local.Project
	Settings settings.Settings // those of the check
	Saved    repro.Result      // what the check found
	Budget   Budget
	Save     func(repro.Result) error // keeps what was trained so far

	factors    []factor
	experiment repro.Experiment
	kept       []repro.Trial // of an earlier search, not yet taken up
	keptSteps  []repro.CommitTrial
	keptWhole  []repro.Trial // of the commit keptLost
	keptLost   string
	made       map[string]int      // trials by the first part of their branches
	number     int                 // of the trial that was trained last, in all searches
	software   *factor             // was taken apart into packages; nil while it is one factor
	closed     *closed             // what the search was before
	registry   []string            // what trials changed there
	endedEarly []string            // runs of trials that were
	printed    []string            // curves that belong to what a training came to, whether or not one is ended by them
	curves     []early.Fingerprint // by which trials are ended early; none where none is
	notEarly   string              // why none is
	began      time.Time
	longest    time.Duration        // of one trial
	later      map[string]laterFile // by path: files that the original's commit does not have as it trained with them
	nowhere    []string             // those of them that no commit has so
	spent      int                  // trainings of this search
	most       int                  // of them, for one trial: a challenge may be one more
}

// A Budget is what a search may cost.
type Budget struct {
	Trainings int
	Time      time.Duration
	Trial     time.Duration // for one training; 0 has it follow from what the check's took
}

// Plan works out what can be restored, and which trials of an earlier search still count.
// It trains nothing and writes nothing.
func (s *Search) Plan(ctx context.Context) (repro.Experiment, error) {
	today, err := s.planAt(ctx, s.Saved.Plan.Code.Commit)
	if err != nil {
		return repro.Experiment{}, fmt.Errorf("explain: today's state cannot be trained: %w", err)
	}
	if err := s.sameCheck(today); err != nil {
		return repro.Experiment{}, err
	}
	s.experiment = repro.Experiment{
		Conclusion: repro.CauseUnknown, Why: repro.WhyNoFactors, Today: today.Code.Commit,
		MaxTrainings: s.Budget.Trainings, MaxTime: s.Budget.Time,
	}
	original, err := s.planAt(ctx, "original")
	if doubt, ok := repro.AsDoubt(err); ok {
		s.experiment.Left = append(s.experiment.Left, "code, params and data: "+doubt.Error())
		original = today
	} else if err != nil {
		return repro.Experiment{}, fmt.Errorf("explain: the original's state cannot be trained: %w", err)
	}
	s.experiment.Original = original.Code.Commit
	found, err := s.readUncommitted(ctx, today, original)
	if err != nil {
		return repro.Experiment{}, err
	}
	if s.factors, err = s.ofTrees(ctx, today, original); err != nil {
		return repro.Experiment{}, err
	}
	if !found {
		s.experiment.Left = append(s.experiment.Left, uncommitted(s.Saved.Original, s.Saved.Inputs)...)
	}
	s.experiment.Left = append(s.experiment.Left, notCommitted(s.Saved.Inputs)...)
	s.experiment.Left = append(s.experiment.Left, lent(today, s.Saved.Inputs)...)
	variables, unset := variableFactors(s.Saved.Inputs)
	s.factors = append(s.factors, variables...)
	s.experiment.Left = append(s.experiment.Left, unset...)
	s.addSoftware(ctx, original.Code.Commit)
	s.order(today)
	s.readCurves(ctx)
	whole, left := s.factors, s.experiment.Left
	if earlier := s.Saved.Experiment; earlier != nil && earlier.Basis == s.experiment.Basis {
		if !s.openAs(earlier.Factors) {
			s.factors, s.experiment.Factors = whole, namesOfFactors(whole)
			s.closed, s.software, s.experiment.Left = nil, nil, left
			return s.experiment, nil
		}
		s.kept, s.number = slices.DeleteFunc(slices.Clone(earlier.Trials), ranOutOfTime), len(earlier.Trials)
		if len(s.kept) > 0 && !slices.ContainsFunc(s.kept, func(trial repro.Trial) bool { return trial.Points > 0 }) && len(s.curves) > 0 {
			s.curves, s.notEarly = nil, "the earlier search ended none early"
		}
		s.experiment.Took = earlier.Took
		if earlier.Bisect != nil {
			s.keptSteps, s.keptWhole, s.keptLost = slices.Clone(earlier.Bisect.Trials), slices.Clone(earlier.Bisect.Whole), earlier.Bisect.Lost
			s.number += len(s.keptSteps) + len(s.keptWhole)
		}
	}
	return s.experiment, nil
}

// planAt plans the check's training of a commit.
func (s *Search) planAt(ctx context.Context, commit string) (repro.Plan, error) {
	at := s.Settings
	at.CodeRef = commit
	return s.Flow.DryRun(ctx, at)
}

// sameCheck refuses a plan by which another training would be judged, or judged otherwise.
func (s *Search) sameCheck(plan repro.Plan) error {
	for i := range max(len(plan.Criteria), len(s.Saved.Plan.Criteria)) {
		now, then := line(plan.Criteria, i), line(s.Saved.Plan.Criteria, i)
		if now != then {
			return fmt.Errorf("explain: the check was judged by %q, and this command by %q; give the options and the configuration of the check again, or run it again", then, now)
		}
	}
	same := slices.EqualFunc(plan.Files, s.Saved.Plan.Files, func(a, b repro.FileEdit) bool {
		return a.Path == b.Path && s.hidden(a.After) == string(b.After)
	})
	if !same {
		return errors.New("explain: the original's params would be written otherwise than in the check; give its --params-file, --params-map and the like again, or run it again")
	}
	return nil
}

func line(lines repro.Lines, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "nothing"
}

func (s *Search) hidden(data []byte) string {
	if s.Flow.Hide == nil {
		return string(data)
	}
	return s.Flow.Hide(string(data))
}

// ofTrees are the factors that the two commits differ in.
func (s *Search) ofTrees(ctx context.Context, today, original repro.Plan) ([]factor, error) {
	if today.Code.Commit == original.Code.Commit && len(s.later) == 0 {
		return nil, nil
	}
	repository := s.Local.Repository
	now, err := repository.Files(ctx, today.Code.Commit)
	if err != nil {
		return nil, err
	}
	then, err := repository.Files(ctx, original.Code.Commit)
	if err != nil {
		return nil, err
	}
	renames, err := repository.Renames(ctx, original.Code.Commit, today.Code.Commit)
	if err != nil && ctx.Err() != nil {
		return nil, err
	}
	var factors []factor
	for _, f := range joinRenames(treeFactors(now, s.asTrained(then, now), s.Local.Prefix, s.Saved.Inputs), renames, now) {
		keys, whole, err := s.paramsOf(ctx, f, now, today, original)
		switch {
		case err != nil:
			return nil, err
		case whole:
			factors = append(factors, f)
		default:
			factors = append(factors, keys...)
		}
	}
	return factors, nil
}

// paramsOf are the keys of a changed file that holds params; whole is true of any other.
func (s *Search) paramsOf(ctx context.Context, f factor, now []git.Entry, today, original repro.Plan) (keys []factor, whole bool, err error) {
	name := f.Name
	file := f.files[0]
	holds := slices.ContainsFunc(slices.Concat(today.Params, original.Params), func(edit repro.ParamEdit) bool { return edit.File == name })
	at := slices.IndexFunc(now, func(entry git.Entry) bool { return entry.Path == file.Path })
	if !holds || at < 0 || file.Mode == "" || len(f.files) > 1 {
		return nil, true, nil
	}
	committed, err := s.Local.Repository.ReadFile(ctx, today.Code.Commit, file.Path)
	if err != nil {
		return nil, true, nil //nolint:nilerr // a link, or no plain file: it is restored as a whole
	}
	before, err := s.Local.Repository.ReadFile(ctx, cmp.Or(s.later[file.Path].commit, original.Code.Commit), file.Path)
	if err != nil {
		return nil, true, nil //nolint:nilerr // as above
	}
	both := paramsFile{
		path: file.Path, mode: now[at].Mode, today: committed, original: before,
		planned: withEdits(today, name, committed), then: withEdits(original, name, before),
	}
	if _, is := s.later[file.Path]; is { // what the run logged stood in it
		both.then = before
	}
	keys, ok := paramFactors(both, name)
	return keys, !ok, nil
}

// withEdits is a file as a plan's training finds it.
func withEdits(plan repro.Plan, name string, committed []byte) []byte {
	for _, edit := range plan.Files {
		if edit.Path == name {
			return edit.After
		}
	}
	return committed
}

// addSoftware adds the original's software where it may differ, and can be rebuilt.
func (s *Search) addSoftware(ctx context.Context, commit string) {
	if s.Settings.Environment.What == repro.EnvironmentOriginal || !softwareMayDiffer(s.Saved.Inputs, len(s.factors) > 0) {
		return
	}
	rebuilt := s.Settings
	rebuilt.CodeRef, rebuilt.Environment.What = commit, repro.EnvironmentOriginal
	if _, err := s.Flow.DryRun(ctx, rebuilt); err != nil {
		s.experiment.Left = append(s.experiment.Left, "software: "+err.Error())
		return
	}
	s.factors = withSoftware(s.factors, packageFactors(s.Saved.Inputs))
}
