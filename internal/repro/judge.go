package repro

import (
	"fmt"
	"slices"
)

// Judge gives the verdict on one reproduction, and for Unverified what stopped
// it. This is the only place where one is decided. First match wins:
//
//	a gate failed                         unverified  the gate's reason, whatever the numbers say
//	a state nobody knows                  unverified  metrics-missing
//	any metric outside                    drifted     metrics-outside-tolerance
//	any metric missing                    unverified  metrics-missing
//	any metric undecided: not finite      unverified  unstable
//	any metric undecided otherwise        unverified  noise-too-large
//	no metric judged                      unverified  no-baseline-metrics
//	no metric judged that is a number     unverified  no-baseline-metrics
//	any metric inside the noise only      reproduced  within-noise
//	any metric not identical              reproduced  within-tolerance
//	all judged metrics identical          reproduced  identical
//
// A difference that was seen outranks a metric that was not. Extra, ignored
// and reported metrics never count.
func Judge(gates []Gate, c Comparison) (verdict Verdict, reason Reason, detail string) {
	for _, gate := range gates {
		if gate.State != GatePassed && gate.State != GateUnknown {
			return Unverified, gateReason(gate), gate.Text
		}
	}
	for _, delta := range c.Deltas {
		if !slices.Contains(states, delta.State) {
			return Unverified, MetricsMissing, fmt.Sprintf("%s has no known outcome (%q), so nothing can be said", delta.Name, delta.State)
		}
	}
	switch judged := c.Judged(); {
	case c.has(StateOutside):
		return Drifted, MetricsOutsideTolerance, ""
	case c.has(StateMissing):
		missing := c.In(StateMissing)
		return Unverified, MetricsMissing, fmt.Sprintf("%d of %s not come back: %s", len(missing), counted(len(judged), "metric did", "metrics did"), names(missing))
	case c.has(StateUndecided):
		return undecided(c.In(StateUndecided))
	case len(judged) == 0:
		return Unverified, NoBaselineMetrics, nothingJudged(c)
	case !slices.ContainsFunc(judged, func(d Delta) bool { return finite(d.Original) }):
		return Unverified, NoBaselineMetrics, fmt.Sprintf("the original has no number to come back to: %s not finite (%s), and what diverged once diverges whatever is trained", counted(len(judged), "metric is", "metrics are"), names(judged))
	case c.has(StateNoise):
		return Reproduced, WithinNoise, ""
	case c.has(StateWithin, StateRounded):
		return Reproduced, WithinTolerance, ""
	default:
		return Reproduced, Identical, ""
	}
}

// states is the closed set. A new one must find its place in Judge first.
var states = []State{StateIdentical, StateWithin, StateRounded, StateNoise, StateOutside,
	StateMissing, StateExtra, StateIgnored, StateReported, StateUndecided}

func (c Comparison) has(states ...State) bool { return len(c.In(states...)) > 0 }

// gateReason gives a failed gate's reason, unless it is one that a gate cannot
// have: a gate never makes anything reproduced or drifted.
func gateReason(gate Gate) Reason {
	switch gate.Reason {
	case "", Identical, WithinTolerance, WithinNoise, MetricsOutsideTolerance:
		return NotExecuted
	}
	return gate.Reason
}

func undecided(deltas []Delta) (Verdict, Reason, string) {
	for _, delta := range deltas {
		if delta.Noise == nil {
			return Unverified, Unstable, because(delta, "its value is ambiguous")
		}
		if delta.Noise.Diverged > 0 {
			return Unverified, Unstable, because(delta, divergedWords(delta.Noise.Diverged, delta.Noise.Repeats))
		}
	}
	way := noiseWayOut
	if n := deltas[0].Noise; n.Freedom >= 2 && n.Deviation == 0 {
		way = coarseWayOut
	}
	return Unverified, NoiseTooLarge, because(deltas[0], "the runs differ too much from each other to tell") + way
}

const (
	noiseWayOut  = ". Or seed the training, or say with material how large a shift matters"
	coarseWayOut = ". Log a loss with all its digits, or say with tolerances how far apart is near enough"
)

// because gives a metric's own note where it has one.
func because(delta Delta, otherwise string) string {
	if len(delta.Notes) > 0 {
		return delta.Name + ": " + delta.Notes[len(delta.Notes)-1]
	}
	return delta.Name + ": " + otherwise
}

func nothingJudged(c Comparison) string {
	left := c.In(StateIgnored, StateReported)
	switch extra := c.In(StateExtra); {
	case len(left) > 0:
		return fmt.Sprintf("nothing is left to judge: %s ignored or only reported (%s); name one in the tolerances", counted(len(left), "metric is", "metrics are"), names(left))
	case len(extra) > 0:
		return fmt.Sprintf("the original run has no metrics to compare with; the reproduction has %s", names(extra))
	default:
		return "the original run has no metrics to compare with"
	}
}
