package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Judge gives the verdict on one reproduction, and for Unverified what stopped
// it. This is the only place where one is decided. First match wins:
//
//	a gate failed                         unverified  the gate's reason, whatever the numbers say
//	a state nobody knows                  unverified  metrics-missing
//	ended early, a curve left             drifted     curve-left
//	ended early otherwise                 unverified  equal-so-far
//	any metric outside                    drifted     metrics-outside-tolerance
//	the model outside its tolerance       drifted     model-outside-tolerance
//	any metric missing                    unverified  metrics-missing
//	any metric undecided: not finite      unverified  unstable
//	any metric undecided otherwise        unverified  noise-too-large
//	no metric judged                      unverified  no-baseline-metrics
//	no metric judged that is a number     unverified  no-baseline-metrics
//	the models could not be compared      unverified  model-not-compared
//	any metric inside the noise only      reproduced  within-noise
//	any metric not identical              reproduced  within-tolerance
//	all judged metrics identical          reproduced  identical
//
// A difference that was seen outranks a metric that was not. Extra, ignored
// and reported metrics never count.
func Judge(gates []repro.Gate, c repro.Comparison) (verdict repro.Verdict, reason repro.Reason, detail string) {
	for _, gate := range gates {
		if gate.State != repro.GatePassed && gate.State != repro.GateUnknown {
			return repro.Unverified, gateReason(gate), gate.Text
		}
	}
	for _, delta := range c.Deltas {
		if !slices.Contains(states, delta.State) {
			return repro.Unverified, repro.MetricsMissing, fmt.Sprintf("%s has no known outcome (%q), so nothing can be said", delta.Name, delta.State)
		}
	}
	if c.Early != nil {
		return earlyVerdict(c)
	}
	switch judged := c.Judged(); {
	case hasState(c, repro.StateOutside):
		return repro.Drifted, repro.MetricsOutsideTolerance, ""
	case modelCounts(c) && c.Model.State == repro.StateOutside:
		return repro.Drifted, repro.ModelOutsideTolerance, ""
	case hasState(c, repro.StateMissing):
		missing := c.In(repro.StateMissing)
		return repro.Unverified, repro.MetricsMissing, fmt.Sprintf("%s missing from %s: %s", share(len(missing), len(judged)), theReproduction, names(missing))
	case hasState(c, repro.StateUndecided):
		return undecided(c.In(repro.StateUndecided))
	case len(judged) == 0:
		return repro.Unverified, repro.NoBaselineMetrics, nothingJudged(c)
	case !slices.ContainsFunc(judged, func(d repro.Delta) bool { return decimal.Finite(d.Original) }):
		return repro.Unverified, repro.NoBaselineMetrics, fmt.Sprintf("the original has no finite value to compare with: %s not finite (%s). Choose a version whose training did not diverge", wording.Count(len(judged), "metric is", "metrics are"), names(judged))
	case modelCounts(c) && c.Model.State != repro.StateIdentical && c.Model.State != repro.StateWithin:
		return repro.Unverified, repro.ModelNotCompared, "the models of both runs were not compared: " + strings.Join(c.Model.Notes, "; ")
	case hasState(c, repro.StateNoise):
		return repro.Reproduced, repro.WithinNoise, ""
	case hasState(c, repro.StateWithin, repro.StateRounded):
		return repro.Reproduced, repro.WithinTolerance, ""
	default:
		return repro.Reproduced, repro.Identical, ""
	}
}

const theReproduction = "the reproduction"

// OfSecondRun says a detail of a comparison in which nothing was reproduced.
func OfSecondRun(detail string) string {
	before, after, found := strings.Cut(detail, " missing from "+theReproduction+": ") // the names follow, which are anybody's
	if !found {
		return detail
	}
	return before + " missing from " + secondRun + ": " + after
}

// states is the closed set. A new one must find its place in Judge first.
var states = []repro.State{repro.StateIdentical, repro.StateWithin, repro.StateRounded, repro.StateNoise, repro.StateOutside,
	repro.StateMissing, repro.StateExtra, repro.StateIgnored, repro.StateReported, repro.StateUndecided}

func hasState(c repro.Comparison, states ...repro.State) bool { return len(c.In(states...)) > 0 }

// gateReason gives a failed gate's reason, unless it is one that a gate cannot
// have: a gate never makes anything reproduced or drifted.
func gateReason(gate repro.Gate) repro.Reason {
	if info, known := gate.Reason.Info(); gate.Reason == "" || known && info.Verdict != repro.Unverified {
		return repro.NotExecuted
	}
	return gate.Reason
}

func undecided(deltas []repro.Delta) (repro.Verdict, repro.Reason, string) {
	for _, delta := range deltas {
		if delta.Noise == nil {
			return repro.Unverified, repro.Unstable, because(delta, "its value is ambiguous")
		}
		if delta.Noise.Diverged > 0 {
			return repro.Unverified, repro.Unstable, because(delta, divergedWords(delta.Noise.Diverged, delta.Noise.Repeats))
		}
	}
	way := noiseWayOut
	switch n := deltas[0].Noise; {
	case n.Freedom >= 2 && n.Deviation == 0:
		way = coarseWayOut
	case n.More == (repro.More{}) && !n.InDoubt:
		way = noRunsWayOut
	}
	return repro.Unverified, repro.NoiseTooLarge, because(deltas[0], "the runs differ too much from each other to tell") + way
}

const (
	noiseWayOut  = ". Or seed the training, or say with material how large a shift matters"
	noRunsWayOut = ". Seed the training, say with tolerances how far apart is near enough, or say with material how large a shift matters"
	coarseWayOut = ". Log a loss with all its digits, or say with tolerances how far apart is near enough"
)

// because gives a metric's own note where it has one.
func because(delta repro.Delta, otherwise string) string {
	if len(delta.Notes) > 0 {
		return delta.Name + ": " + delta.Notes[len(delta.Notes)-1]
	}
	return delta.Name + ": " + otherwise
}

// nothingJudged says why no metric counts: the original has none, or a setting
// leaves each of them out.
func nothingJudged(c repro.Comparison) string {
	left, extra := c.In(repro.StateIgnored, repro.StateReported), c.In(repro.StateExtra)
	var out []repro.Delta
	var patterns string
	for _, delta := range left {
		for _, note := range delta.Notes {
			if selected, ok := strings.CutPrefix(note, notSelected); ok {
				out, patterns = append(out, delta), selected
			}
		}
	}
	switch {
	case len(out) > 0 && len(out) == len(left):
		return fmt.Sprintf("nothing is left to judge: --metrics%s selects none of the original's %s (%s); select one by its name, or by a pattern that matches it",
			patterns, wording.Count(len(left), "metric", "metrics"), names(left))
	case len(out) > 0:
		return fmt.Sprintf("nothing is left to judge: --metrics%s leaves out %s (%s), and what it selects is ignored or only reported; select another, or name one in the tolerances",
			patterns, wording.Count(len(out), "metric", "metrics"), names(out))
	case len(left) > 0:
		return fmt.Sprintf("nothing is left to judge: %s ignored or only reported (%s); name one in the tolerances", wording.Count(len(left), "metric is", "metrics are"), names(left))
	case len(extra) > 0:
		return fmt.Sprintf("the original run has no metrics to compare with; the reproduction has %s", names(extra))
	default:
		return "the original run has no metrics to compare with"
	}
}

// NothingToJudge says why no metric of the original can count, whatever a training makes of
// it; "" where one can. It is known before the training.
func NothingToJudge(original repro.Metrics, policy repro.MetricPolicy) string {
	judges := Judges(policy)
	if len(original) == 0 || slices.ContainsFunc(original, func(m repro.Metric) bool { return judges(m.Name) }) {
		return ""
	}
	policy.Map = nil // the names are the original's on both sides
	c, err := Compare(original, original, policy)
	if err != nil {
		return "" // CheckPolicy says it
	}
	return nothingJudged(c)
}

// notSelected starts the note of a metric that the list of selected ones leaves
// out. The list follows.
const notSelected = "not among the metrics selected:"

// shownPatterns are up to three patterns, as they are typed behind an option.
func shownPatterns(patterns []string) string {
	text := ""
	for i, pattern := range patterns {
		if i == 3 {
			return text + " …"
		}
		text += " " + wording.Quote(pattern)
	}
	return text
}

// earlyVerdict is that of a training which was ended early. It is never reproduced.
func earlyVerdict(c repro.Comparison) (repro.Verdict, repro.Reason, string) {
	if c.Early.Metric != "" && hasState(c, repro.StateOutside) {
		return repro.Drifted, repro.CurveLeft, ""
	}
	return repro.Unverified, repro.EqualSoFar, fmt.Sprintf("the first %d points of %s are as in the original, and the training was ended there: of %d points at most %d were not computed. A point that is logged again later may be another. Leave --stop-after out for a verdict",
		c.Early.Compared, wording.Count(c.Early.Curves, "curve", "curves"), c.Early.Of, c.Early.Of-c.Early.Compared)
}

// LeftWords says how a curve left that of the original; "" where none did.
func LeftWords(c repro.Comparison) string {
	e := c.Early
	if e == nil || e.Metric == "" {
		return ""
	}
	var sentences []string
	for _, d := range c.In(repro.StateOutside) {
		sentences = append(sentences, fmt.Sprintf("From step %d on %s is not the original's: %s instead of %s.", e.Step, e.Metric, decimal.Shortest(d.Reproduced), decimal.Shortest(d.Original)))
	}
	return strings.Join(append(sentences, fmt.Sprintf("%s of the original's training have its curve to the last bit.", wording.Count(e.Others, "other run", "other runs")),
		fmt.Sprintf("The training was ended there: of %d points %d were not computed. Its last values may still have come back.", e.Of, e.Of-e.Compared)), " ")
}
