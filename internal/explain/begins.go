package explain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/judge/early"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A trial whose training logs a curve is ended as soon as its first points tell on which side
// it is: they are the original's, or they have left them. They say where to look, and prove
// nothing: a training that begins alike each time may end by chance, whether or not it is seeded.
// All that a finding rests on is trained to its end.

// readCurves finds the curves by which trials can be ended early.
func (s *Search) readCurves(ctx context.Context) {
	var err error
	switch {
	case s.Settings.Repeats > 1:
		s.notEarly = "each trial trains several times, to measure its noise"
	case s.Saved.Reason == repro.CurveLeft:
		s.notEarly = "the check did not come to its end"
	default:
		if s.curves, s.notEarly, err = s.Flow.Fingerprints(ctx, s.Saved); err != nil {
			s.notEarly = err.Error()
		}
		s.printed = nil
		for _, curve := range s.curves {
			s.printed = append(s.printed, curve.Name)
		}
	}
}

// EarlyText says whether trials are ended early, before anything is trained.
func (s *Search) EarlyText() string {
	if len(s.experiment.Factors) == 0 {
		return ""
	}
	if len(s.curves) == 0 {
		return "Each trial trains to its end: " + s.notEarly + ".\n"
	}
	var curves []string
	for _, curve := range s.curves {
		curves = append(curves, fmt.Sprintf("%d of %d points of %s", curve.Points, len(curve.Back), curve.Name))
	}
	return "A trial is ended early where its curve tells: after " + wording.ListUpTo(curves, 3) + " the drift had left the original's. The trials that prove a cause are trained to their end.\n"
}

// begins is by which curves a trial of a state is ended. Today's has to begin as the check
// did, to the last bit: else trainings of one state differ, and nothing is told by how they
// begin. With all restored, only what began as the original did is.
func (s *Search) begins(restored experiment.Set, whole bool) *flow.Begins {
	if whole || len(s.curves) == 0 {
		return nil
	}
	begins := &flow.Begins{Curves: s.curves, Ends: []early.Side{early.SideBack, early.SideLost}}
	switch restored {
	case 0:
		begins.Ends, begins.AsDrifted = []early.Side{early.SideLost}, true
	case experiment.All(len(s.factors)):
		begins.Ends = []early.Side{early.SideBack}
	}
	return begins
}

// learnCurves takes from a trial that came to its end, though its curve might have told, what
// later ones are held against.
func (s *Search) learnCurves(ctx context.Context, restored experiment.Set, result repro.Result, trial repro.Trial) {
	switch {
	case len(s.curves) == 0 || trial.Points > 0 || trial.Outcome == repro.TrialUnresolved:
	case restored == 0:
		s.toTheEnd("today's state was not seen to begin as in the check")
	case restored == experiment.All(len(s.factors)) && trial.Outcome == repro.TrialBack:
		again := s.Saved
		again.Original = result.Reproduction // the same numbers on this machine, with its arithmetic
		curves, _, err := s.Flow.Fingerprints(ctx, again)
		same := slices.EqualFunc(curves, s.curves, func(a, b early.Fingerprint) bool { return a.Name == b.Name && a.Points == b.Points })
		if err == nil && same {
			s.curves = curves
		}
	}
}

// toTheEnd has no later trial ended early.
func (s *Search) toTheEnd(why string) {
	s.curves, s.notEarly = nil, why
	s.Flow.Say("no further trial is ended early: " + why)
}

// misled begins the search again without trials that were ended early: how trainings begin
// did not tell how they end. Those that came to their end still count.
func (s *Search) misled() {
	s.toTheEnd("how a training begins did not tell how it ends, or what came of it was not equal to the last bit. Trials that were ended early are made again")
	s.kept = slices.DeleteFunc(slices.Concat(s.experiment.Trials, s.kept), func(trial repro.Trial) bool { return trial.Points > 0 })
	s.experiment.Trials = nil
}

// outcomeText says what a trial came to.
func outcomeText(trial repro.Trial) string {
	early := fmt.Sprintf("; ended after %d of %d points", trial.Points, trial.Of)
	switch {
	case trial.Outcome == repro.TrialBack && trial.Points > 0:
		return "begins as the original" + early
	case trial.Outcome == repro.TrialLost && trial.Points > 0:
		return "leaves the original's curve" + early
	case trial.Outcome == repro.TrialBack:
		return "the metrics come back"
	case trial.Outcome == repro.TrialLost:
		return "the metrics drift"
	}
	return "no answer: " + strings.TrimRight(oneLine(trial.Why), ".")
}
