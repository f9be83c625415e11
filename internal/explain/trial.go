package explain

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/sideeffect"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// stateMessage is that of a commit in which some factors are restored. Each trial has one of its
// own: a training that takes its seed from the commit would have one seed for each state, and
// give the same numbers each time.
const stateMessage = "A state of an experiment of reproduce\n\nFiles of two commits, for trial %d; this branch may be deleted.\n"

// train makes one trial with a branch and a run of its own. An error ends the search.
// Where whole is asked for it is trained to its end.
func (s *Search) train(ctx context.Context, restored experiment.Set, whole bool) (repro.Trial, error) {
	files, err := s.filesOf(restored)
	if err != nil {
		return repro.Trial{Restored: restored.Factors(), Outcome: repro.TrialUnresolved, Why: "the params could not be restored: " + err.Error()}, nil
	}
	return s.trainFiles(ctx, restored, files, s.begins(restored, whole), s.title(restored))
}

// filesOf are the files of a trial that are others than today's.
func (s *Search) filesOf(restored experiment.Set) ([]git.Replacement, error) {
	var files []git.Replacement
	if s.software != nil {
		files = slices.Clone(s.software.files)
	}
	for _, i := range restored.Factors() {
		files = append(files, s.factors[i].files...)
	}
	keys, err := paramReplacements(s.factors, restored.Has)
	return append(files, keys...), err
}

// trainFiles trains with some files in the place of today's, and the software of a set.
func (s *Search) trainFiles(ctx context.Context, restored experiment.Set, files []git.Replacement, begins *flow.Begins, title string) (repro.Trial, error) {
	trial := repro.Trial{Restored: restored.Factors(), Outcome: repro.TrialUnresolved}
	at := s.Settings
	at.Diagnose = "off"
	at.Environment = s.environment(at.Environment, restored)
	s.number++
	commit, err := s.Local.Repository.CommitMixed(ctx, s.experiment.Today, files, fmt.Sprintf(stateMessage, s.number))
	if err != nil {
		if ctx.Err() != nil {
			return trial, context.Cause(ctx)
		}
		trial.Why = "its files could not be put together: " + err.Error()
		return trial, nil
	}
	environ := s.Local.Environ
	defer func() { s.Local.Environ = environ }()
	s.Local.Environ = withVariables(environ, s.factors, restored.Has)
	at.CodeRef, at.Branch = commit, s.branch(files, at.Environment, restored)
	s.Flow.Say(fmt.Sprintf("trial %d: %s", s.number, title))
	began := s.Flow.Now()
	s.Flow.Begins, s.Flow.Trial = begins, true
	result, err := s.within(ctx, at, began)
	s.Flow.Begins, s.Flow.Trial = nil, false
	if ctx.Err() != nil {
		return trial, context.Cause(ctx)
	}
	if result.Execution.Status != repro.ExecTimedOut {
		s.longest = max(s.longest, s.Flow.Now().Sub(began))
	}
	for _, change := range result.Registry {
		if !slices.Contains(s.registry, change) {
			s.registry = append(s.registry, change)
		}
	}
	trial.Branch, trial.Commit, trial.Run = result.Change.Branch, result.Change.Commit, result.Reproduction.ID
	trial.Software, trial.Outside = result.Execution.Software, result.Execution.Outside
	trial.Took = result.Further
	trial.Took.Add(result.Execution)
	s.spent += trial.Took.Made
	s.most = max(s.most, trial.Took.Made)
	s.experiment.Took.Made += trial.Took.Made
	s.experiment.Took.Took += trial.Took.Took
	if own := sideeffect.Own(result.Registry); len(own) > 0 && s.Settings.Registry == settings.RegistryScratch {
		return trial, errors.Join(fmt.Errorf("explain: %s, though each trial has a throw-away registry: its code names another one. So nothing more is trained. Where each trial may register, give --registry own", own[0]), s.keep())
	}
	if errors.Is(err, errTime) {
		return trial, experiment.ErrSpent
	}
	if err != nil {
		trial.Why = err.Error()
	} else {
		s.judge(ctx, &trial, result)
	}
	s.Flow.Say(fmt.Sprintf("trial %d: %s", s.number, outcomeText(trial)))
	if result.Comparison.Early != nil && trial.Run != "" {
		s.endedEarly = append(s.endedEarly, trial.Run)
	}
	if begins != nil && metMeanwhile(result) && !s.isSpent() {
		if trial, err = s.trainFiles(ctx, restored, files, nil, title); err != nil {
			return trial, err
		}
	}
	if begins != nil {
		s.learnCurves(ctx, restored, result, trial)
	}
	return trial, nil
}

// metMeanwhile says whether all that speaks against a training is that files of elsewhere were
// read while it ran: of a store of files they may have been read to look at its curve, so it
// is trained once more, and not looked at.
func metMeanwhile(result repro.Result) bool {
	gate, failed := repro.FirstFailed(result.Evidence)
	return failed && gate.Name == evidence.NothingCarried
}

// judge puts into a trial what it came to.
func (s *Search) judge(ctx context.Context, trial *repro.Trial, result repro.Result) {
	early := result.Comparison.Early
	if early == nil {
		if trial.Outcome, trial.Why = judged(result); trial.Outcome != repro.TrialUnresolved {
			trial.Print = s.printOf(ctx, result)
		}
		return
	}
	switch {
	case result.Verdict == repro.Drifted:
		trial.Outcome = repro.TrialLost
	case result.Reason == repro.EqualSoFar:
		trial.Outcome = repro.TrialBack
	default:
		trial.Why = cmp.Or(result.Detail, string(result.Reason))
		return
	}
	trial.Points, trial.Of, trial.Print = early.Compared, early.Of, early.Print
}

// judged is what a trial came to. A drift counts only where its numbers are proven as those
// of a reproduction are: old numbers that stood there would be a drift too.
func judged(result repro.Result) (repro.TrialOutcome, string) {
	outcomes := map[repro.Verdict]repro.TrialOutcome{repro.Reproduced: repro.TrialBack, repro.Drifted: repro.TrialLost}
	outcome, decided := outcomes[result.Verdict]
	if !decided {
		return repro.TrialUnresolved, cmp.Or(result.Detail, string(result.Reason))
	}
	if err := evidence.BearsOut(result.Evidence, result.Reproduction); err != nil {
		return repro.TrialUnresolved, err.Error()
	}
	return outcome, ""
}

// branch is a trial's own: that of a check, the state, and which trial of it this is.
func (s *Search) branch(files []git.Replacement, environment repro.AskedEnvironment, restored experiment.Set) string {
	of := s.experiment.Basis + environment.What
	for _, f := range files {
		of += fmt.Sprintf("\n%q %s %s %q", f.Path, f.Mode, f.Object, f.Data)
	}
	for _, p := range environment.But {
		of += "\n" + p.Name + " " + p.Version
	}
	if set := withVariables(nil, s.factors, restored.Has); len(set) > 0 {
		of += strings.Join(set, "\n")
	}
	sum := sha256.Sum256([]byte(of))
	state := hex.EncodeToString(sum[:5])
	if s.made == nil {
		s.made = map[string]int{}
		for _, trial := range s.trained() {
			if at := strings.LastIndex(trial.Branch, "-"); at > 0 {
				s.made[trial.Branch[:at]]++
			}
		}
	}
	name := s.Local.Branch(s.Saved.Plan.Model) + "-explain-" + state
	s.made[name]++
	return fmt.Sprintf("%s-%d", name, s.made[name])
}

// title says which trial is made.
func (s *Search) title(restored experiment.Set) string {
	switch {
	case restored == 0:
		return "today's state"
	case restored == experiment.All(len(s.factors)):
		return "all restored"
	case 2*restored.Len() > len(s.factors):
		return "all restored but " + s.names(experiment.All(len(s.factors))&^restored)
	}
	return "restored " + s.names(restored)
}

// names are the factors of a set.
func (s *Search) names(set experiment.Set) string {
	var names []string
	for _, i := range set.Factors() {
		names = append(names, wording.OfKind(s.factors[i].Kind, s.factors[i].Name))
	}
	return wording.ListUpTo(names, 3)
}
