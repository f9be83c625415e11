package repro

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// deltas makes a comparison with one metric in each of the states.
func deltas(states ...State) Comparison {
	var c Comparison
	for i, state := range states {
		c.Deltas = append(c.Deltas, Delta{Name: fmt.Sprintf("m%d", i), State: state})
	}
	return c
}

func TestJudge(t *testing.T) {
	t.Parallel()
	failed := func(reason Reason) []Gate {
		return []Gate{{Name: "a", State: GatePassed}, {Name: "b", State: GateFailed, Reason: reason, Text: "seen"}}
	}
	for _, tt := range []struct {
		name    string
		gates   []Gate
		c       Comparison
		verdict Verdict
		reason  Reason
		exit    int
	}{
		{"R1 identical and within", nil, deltas(StateIdentical, StateWithin), Reproduced, WithinTolerance, 0},
		{"R2 a difference outranks a missing metric", nil, deltas(StateWithin, StateOutside, StateMissing), Drifted, MetricsOutsideTolerance, 3},
		{"R3 identical and missing", nil, deltas(StateIdentical, StateMissing), Unverified, MetricsMissing, 4},
		{"R4 nothing but ignored", nil, deltas(StateIgnored), Unverified, NoBaselineMetrics, 4},
		{"R5 identical and extra", nil, deltas(StateIdentical, StateExtra), Reproduced, Identical, 0},
		{"R6 the pipeline failed, old metrics lie about", failed(PipelineFailed), deltas(StateIdentical), Unverified, PipelineFailed, 4},
		{"R7 all equal, but the pipeline skipped", failed(NotExecuted), deltas(StateIdentical), Unverified, NotExecuted, 4},
		{"R8 all equal: it is the same run", failed(SameRun), deltas(StateIdentical), Unverified, SameRun, 4},
		{"R9 other params than the original's", failed(ParamsNotApplied), deltas(StateIdentical), Unverified, ParamsNotApplied, 4},
		{"a failed gate outranks a difference", failed(StaleMetrics), deltas(StateOutside), Unverified, StaleMetrics, 4},
		{"a gate that nobody could tell", []Gate{{State: GateUnknown}}, deltas(StateIdentical), Reproduced, Identical, 0},
		{"a gate that nobody filled in", []Gate{{}}, deltas(StateIdentical), Unverified, NotExecuted, 4},
		{"a gate with a reason that is none", failed(Identical), deltas(StateIdentical), Unverified, NotExecuted, 4},
		{"rounded", nil, deltas(StateIdentical, StateRounded), Reproduced, WithinTolerance, 0},
		{"noise outranks within", nil, deltas(StateWithin, StateNoise), Reproduced, WithinNoise, 0},
		{"undecided outranks noise", nil, deltas(StateNoise, StateUndecided), Unverified, Unstable, 4},
		{"nothing at all", nil, Comparison{}, Unverified, NoBaselineMetrics, 4},
		{"nothing but extra", nil, deltas(StateExtra), Unverified, NoBaselineMetrics, 4},
		{"only reported", nil, deltas(StateReported), Unverified, NoBaselineMetrics, 4},
		{"everything diverged, as before", nil, Comparison{Deltas: []Delta{{Name: "loss", Original: math.NaN(), Reproduced: math.NaN(), State: StateIdentical}, {Name: "max", Original: math.Inf(1), Reproduced: math.Inf(1), State: StateIdentical}}}, Unverified, NoBaselineMetrics, 4},
		{"one of two diverged, as before", nil, Comparison{Deltas: []Delta{{Name: "loss", Original: math.NaN(), Reproduced: math.NaN(), State: StateIdentical}, {Name: "accuracy", Original: 0.5, Reproduced: 0.5, State: StateIdentical}}}, Reproduced, Identical, 0},
		{"a state from the future", nil, deltas(StateIdentical, "splendid"), Unverified, MetricsMissing, 4},
		{"no state", nil, deltas(StateIdentical, ""), Unverified, MetricsMissing, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			verdict, reason, detail := Judge(tt.gates, tt.c)
			if verdict != tt.verdict || reason != tt.reason || verdict.ExitCode() != tt.exit {
				t.Errorf("got %s (%s), exit %d; want %s (%s), exit %d", verdict, reason, verdict.ExitCode(), tt.verdict, tt.reason, tt.exit)
			}
			if (detail == "") != (verdict != Unverified) && len(tt.gates) == 0 {
				t.Errorf("%s with detail %q", verdict, detail)
			}
		})
	}
}

func TestJudgeDetails(t *testing.T) {
	t.Parallel()
	quiet := Delta{Name: "a", State: StateUndecided, Noise: &Noise{Repeats: 3}, Notes: []string{"first", "too wide"}}
	wild := Delta{Name: "b", State: StateUndecided, Noise: &Noise{Repeats: 3, Diverged: 1}}
	wilder := Delta{Name: "c", State: StateUndecided, Noise: &Noise{Repeats: 3, Diverged: 2}}
	bare := Delta{Name: "d", State: StateUndecided}
	for _, tt := range []struct {
		name   string
		deltas []Delta
		reason Reason
		detail string
	}{
		{"noise too large", []Delta{quiet}, NoiseTooLarge, "a: too wide" + noiseWayOut},
		{"noise too large, without a note", []Delta{{Name: "a", State: StateUndecided, Noise: &Noise{}}}, NoiseTooLarge, "a: the runs differ too much from each other to tell" + noiseWayOut},
		{"a diverged re-run outranks noise", []Delta{quiet, wild}, Unstable, "b: 1 of 3 re-runs is not finite"},
		{"two diverged", []Delta{wilder}, Unstable, "c: 2 of 3 re-runs are not finite"},
		{"ambiguous", []Delta{bare}, Unstable, "d: its value is ambiguous"},
		{"missing outranks undecided", []Delta{quiet, {Name: "m", State: StateMissing}}, MetricsMissing, "1 of 2 metrics did not come back: m"},
		{"only extra", []Delta{{Name: "x", State: StateExtra}}, NoBaselineMetrics, "the original run has no metrics to compare with; the reproduction has x"},
		{"nothing", nil, NoBaselineMetrics, "the original run has no metrics to compare with"},
		{"ignored and extra", []Delta{{Name: "x", State: StateExtra}, {Name: "i", State: StateIgnored}, {Name: "r", State: StateReported}}, NoBaselineMetrics,
			"nothing is left to judge: 2 metrics are ignored or only reported (i, r); name one in the tolerances"},
		{"unknown", []Delta{{Name: "u", State: "odd"}}, MetricsMissing, `u has no known outcome ("odd"), so nothing can be said`},
	} {
		verdict, reason, detail := Judge(nil, Comparison{Deltas: tt.deltas})
		if verdict != Unverified || reason != tt.reason || detail != tt.detail {
			t.Errorf("%s: %s, %s, %q; want %s, %q", tt.name, verdict, reason, detail, tt.reason, tt.detail)
		}
	}
}

// TestJudgeNeverWronglyReproduced goes through every combination of gate
// states and of up to three metric states: no combination with a failed gate, or
// with a metric that did not come back, may come out as reproduced, and none
// with nothing judged.
func TestJudgeNeverWronglyReproduced(t *testing.T) {
	t.Parallel()
	gates := [][]Gate{nil}
	for _, first := range []GateState{GatePassed, GateFailed, GateUnknown, ""} {
		gates = append(gates, []Gate{{State: first, Reason: NotExecuted}})
		for _, second := range []GateState{GatePassed, GateFailed, GateUnknown, ""} {
			gates = append(gates, []Gate{{State: first, Reason: NotExecuted}, {State: second, Reason: SameRun}})
		}
	}
	good := map[State]bool{StateIdentical: true, StateWithin: true, StateRounded: true, StateNoise: true}
	neutral := map[State]bool{StateExtra: true, StateIgnored: true, StateReported: true}
	seen := map[Verdict]int{}
	var walk func(chosen []State, depth int)
	walk = func(chosen []State, depth int) {
		c := deltas(chosen...)
		may, judged := true, false
		for _, state := range chosen {
			may = may && (good[state] || neutral[state])
			judged = judged || good[state]
		}
		for _, gates := range gates {
			open := true
			for _, gate := range gates {
				open = open && (gate.State == GatePassed || gate.State == GateUnknown)
			}
			verdict, reason, _ := Judge(gates, c)
			seen[verdict]++
			if want := may && judged && open; (verdict == Reproduced) != want {
				t.Errorf("gates %v, states %v: %s (%s), reproduced must be %v", gates, chosen, verdict, reason, want)
			}
			if reason == "" || verdict == Drifted && (!open || !strings.Contains(fmt.Sprint(chosen), string(StateOutside))) {
				t.Errorf("gates %v, states %v: %s (%s)", gates, chosen, verdict, reason)
			}
		}
		if depth == 0 {
			return
		}
		for _, state := range append([]State{""}, states...) {
			walk(append(chosen[:len(chosen):len(chosen)], state), depth-1)
		}
	}
	walk(nil, 3)
	if seen[Reproduced] == 0 || seen[Drifted] == 0 || seen[Unverified] == 0 {
		t.Errorf("the walk saw %v and not every verdict", seen)
	}
}
