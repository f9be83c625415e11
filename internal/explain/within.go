package explain

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/local"
)

// within trains for no longer than the budget's time.
func (s *Search) within(ctx context.Context, at settings.Settings, began time.Time) (repro.Result, error) {
	whole := s.Local.Timeout
	plan := s.Local.Rebuilder.Plan
	defer func() { s.Local.Timeout, s.Local.Rebuilder.Plan = whole, plan }()
	left, share := s.Budget.Time-began.Sub(s.began), s.share()
	bound := min(left, share)
	cut := bound < whole || whole == 0
	if cut {
		s.Local.Timeout = max(bound, time.Second)
	}
	if plan != nil {
		s.Local.Rebuilder.Plan = s.rebuilds(plan)
	}
	result, err := s.Flow.Reproduce(ctx, at)
	switch {
	case result.Execution.Status != repro.ExecTimedOut, !cut && s.left() > 0:
	case left <= share, s.left() <= 0:
		return result, errTime
	default:
		return result, fmt.Errorf(notEnded+"%s, and was ended; the check's took %s", timeText(share.Round(time.Second)), timeText(s.Saved.Execution.Duration().Round(time.Second)))
	}
	return result, err
}

// A trial that takes so many times as long as the check did, and as long as leastShare, is
// not waited for: what is restored may have made a training that never ends.
const (
	timesCheck = 5
	leastShare = time.Minute
)

// share is how long one training of a trial may take.
func (s *Search) share() time.Duration {
	return cmp.Or(s.Budget.Trial, max(timesCheck*s.Saved.Execution.Duration(), leastShare))
}

// errTime is that a training was ended by the budget, which says nothing of its state.
var errTime = errors.New("the budget's time was up")

// notEnded begins what is said of a trial that took too long.
const notEnded = "the training did not end in "

// ranOutOfTime says whether a trial was ended for its time: the machine may have been busy, so
// a search that goes on makes it again.
func ranOutOfTime(trial repro.Trial) bool {
	return trial.Outcome == repro.TrialUnresolved && strings.HasPrefix(trial.Why, notEnded)
}

// errLongRebuild is that of a rebuild that was ended: what is left is for the other factors.
var errLongRebuild = errors.New("rebuilding the software took half of the budget's time that was left, and was ended")

// rebuilds has software rebuilt in half of the time that is left, and the training after it
// end with the budget.
func (s *Search) rebuilds(plan func(local.SoftwareSource) (train.Rebuild, error)) func(local.SoftwareSource) (train.Rebuild, error) {
	return func(source local.SoftwareSource) (train.Rebuild, error) {
		rebuild, err := plan(source)
		if err != nil || rebuild.Make == nil {
			return rebuild, err
		}
		build := rebuild.Make
		rebuild.Make = func(ctx context.Context) (repro.Environment, []string, error) {
			ctx, cancel := context.WithTimeoutCause(ctx, s.left()/2, errLongRebuild)
			defer cancel()
			made, warnings, err := build(ctx)
			if errors.Is(context.Cause(ctx), errLongRebuild) {
				err = errLongRebuild
			}
			s.Local.Timeout = min(s.Local.Timeout, max(s.left(), time.Second))
			return made, warnings, err
		}
		return rebuild, nil
	}
}

// left is the time that the budget has left.
func (s *Search) left() time.Duration { return s.Budget.Time - s.Flow.Now().Sub(s.began) }
