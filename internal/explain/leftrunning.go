package explain

import (
	"context"
	"slices"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// withLeftRunning adds to a result which runs of trials are left as if they ran: where the
// tracking store is only read, nobody has ended them.
func (s *Search) withLeftRunning(ctx context.Context, result repro.Result) repro.Result {
	ended := slices.Clone(s.endedEarly)
	add := func(trial repro.Trial) {
		if trial.Points > 0 && trial.Run != "" && !slices.Contains(ended, trial.Run) {
			ended = append(ended, trial.Run)
		}
	}
	for _, trial := range s.experiment.Trials {
		add(trial)
	}
	if b := s.experiment.Bisect; b != nil {
		for _, trial := range b.Trials {
			add(trial.Trial)
		}
		for _, trial := range b.Whole {
			add(trial)
		}
	}
	result.Warnings = slices.DeleteFunc(slices.Clone(result.Warnings), flow.IsLeftRunning) // of an earlier search
	if left := s.Flow.StillRunning(ctx, ended); len(left) > 0 {
		result.Warnings = append(result.Warnings, flow.LeftRunning(s.Flow.Registry.URI, left))
	}
	return result
}
