package judge

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// deltas makes a comparison with one metric in each of the states.
func deltas(states ...repro.State) repro.Comparison {
	var c repro.Comparison
	for i, state := range states {
		c.Deltas = append(c.Deltas, repro.Delta{Name: fmt.Sprintf("m%d", i), State: state})
	}
	return c
}

func TestJudge(t *testing.T) {
	t.Parallel()
	failed := func(reason repro.Reason) []repro.Gate {
		return []repro.Gate{{Name: "a", State: repro.GatePassed}, {Name: "b", State: repro.GateFailed, Reason: reason, Text: "seen"}}
	}
	for _, tt := range []struct {
		name    string
		gates   []repro.Gate
		c       repro.Comparison
		verdict repro.Verdict
		reason  repro.Reason
		exit    int
	}{
		{"R1 identical and within", nil, deltas(repro.StateIdentical, repro.StateWithin), repro.Reproduced, repro.WithinTolerance, 0},
		{"R2 a difference outranks a missing metric", nil, deltas(repro.StateWithin, repro.StateOutside, repro.StateMissing), repro.Drifted, repro.MetricsOutsideTolerance, 3},
		{"R3 identical and missing", nil, deltas(repro.StateIdentical, repro.StateMissing), repro.Unverified, repro.MetricsMissing, 4},
		{"R4 nothing but ignored", nil, deltas(repro.StateIgnored), repro.Unverified, repro.NoBaselineMetrics, 4},
		{"R5 identical and extra", nil, deltas(repro.StateIdentical, repro.StateExtra), repro.Reproduced, repro.Identical, 0},
		{"R6 the pipeline failed, old metrics lie about", failed(repro.PipelineFailed), deltas(repro.StateIdentical), repro.Unverified, repro.PipelineFailed, 4},
		{"R7 all equal, but the pipeline skipped", failed(repro.NotExecuted), deltas(repro.StateIdentical), repro.Unverified, repro.NotExecuted, 4},
		{"R8 all equal: it is the same run", failed(repro.SameRun), deltas(repro.StateIdentical), repro.Unverified, repro.SameRun, 4},
		{"R9 other params than the original's", failed(repro.ParamsNotApplied), deltas(repro.StateIdentical), repro.Unverified, repro.ParamsNotApplied, 4},
		{"a failed gate outranks a difference", failed(repro.StaleMetrics), deltas(repro.StateOutside), repro.Unverified, repro.StaleMetrics, 4},
		{"a gate that nobody could tell", []repro.Gate{{State: repro.GateUnknown}}, deltas(repro.StateIdentical), repro.Reproduced, repro.Identical, 0},
		{"a gate that nobody filled in", []repro.Gate{{}}, deltas(repro.StateIdentical), repro.Unverified, repro.NotExecuted, 4},
		{"a gate with a reason that is none", failed(repro.Identical), deltas(repro.StateIdentical), repro.Unverified, repro.NotExecuted, 4},
		{"rounded", nil, deltas(repro.StateIdentical, repro.StateRounded), repro.Reproduced, repro.WithinTolerance, 0},
		{"noise outranks within", nil, deltas(repro.StateWithin, repro.StateNoise), repro.Reproduced, repro.WithinNoise, 0},
		{"undecided outranks noise", nil, deltas(repro.StateNoise, repro.StateUndecided), repro.Unverified, repro.Unstable, 4},
		{"nothing at all", nil, repro.Comparison{}, repro.Unverified, repro.NoBaselineMetrics, 4},
		{"nothing but extra", nil, deltas(repro.StateExtra), repro.Unverified, repro.NoBaselineMetrics, 4},
		{"only reported", nil, deltas(repro.StateReported), repro.Unverified, repro.NoBaselineMetrics, 4},
		{"everything diverged, as before", nil, repro.Comparison{Deltas: []repro.Delta{{Name: "loss", Original: math.NaN(), Reproduced: math.NaN(), State: repro.StateIdentical}, {Name: "max", Original: math.Inf(1), Reproduced: math.Inf(1), State: repro.StateIdentical}}}, repro.Unverified, repro.NoBaselineMetrics, 4},
		{"one of two diverged, as before", nil, repro.Comparison{Deltas: []repro.Delta{{Name: "loss", Original: math.NaN(), Reproduced: math.NaN(), State: repro.StateIdentical}, {Name: "accuracy", Original: 0.5, Reproduced: 0.5, State: repro.StateIdentical}}}, repro.Reproduced, repro.Identical, 0},
		{"a state from the future", nil, deltas(repro.StateIdentical, "splendid"), repro.Unverified, repro.MetricsMissing, 4},
		{"no state", nil, deltas(repro.StateIdentical, ""), repro.Unverified, repro.MetricsMissing, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			verdict, reason, detail := Judge(tt.gates, tt.c)
			if verdict != tt.verdict || reason != tt.reason || verdict.ExitCode() != tt.exit {
				t.Errorf("got %s (%s), exit %d; want %s (%s), exit %d", verdict, reason, verdict.ExitCode(), tt.verdict, tt.reason, tt.exit)
			}
			if (detail == "") != (verdict != repro.Unverified) && len(tt.gates) == 0 {
				t.Errorf("%s with detail %q", verdict, detail)
			}
		})
	}
}

func TestJudgeDetails(t *testing.T) {
	t.Parallel()
	quiet := repro.Delta{Name: "a", State: repro.StateUndecided, Noise: &repro.Noise{Repeats: 3}, Notes: []string{"first", "too wide"}}
	wild := repro.Delta{Name: "b", State: repro.StateUndecided, Noise: &repro.Noise{Repeats: 3, Diverged: 1}}
	wilder := repro.Delta{Name: "c", State: repro.StateUndecided, Noise: &repro.Noise{Repeats: 3, Diverged: 2}}
	bare := repro.Delta{Name: "d", State: repro.StateUndecided}
	for _, tt := range []struct {
		name   string
		deltas []repro.Delta
		reason repro.Reason
		detail string
	}{
		{"noise too large", []repro.Delta{quiet}, repro.NoiseTooLarge, "a: too wide" + noRunsWayOut},
		{"noise too large, without a note", []repro.Delta{{Name: "a", State: repro.StateUndecided, Noise: &repro.Noise{}}}, repro.NoiseTooLarge, "a: the runs differ too much from each other to tell" + noRunsWayOut},
		{"noise too large, and runs would tell", []repro.Delta{{Name: "a", State: repro.StateUndecided, Noise: &repro.Noise{More: repro.More{Originals: 2}}}}, repro.NoiseTooLarge, "a: the runs differ too much from each other to tell" + noiseWayOut},
		{"a diverged re-run outranks noise", []repro.Delta{quiet, wild}, repro.Unstable, "b: 1 of 3 re-runs is not finite"},
		{"two diverged", []repro.Delta{wilder}, repro.Unstable, "c: 2 of 3 re-runs are not finite"},
		{"ambiguous", []repro.Delta{bare}, repro.Unstable, "d: its value is ambiguous"},
		{"missing outranks undecided", []repro.Delta{quiet, {Name: "m", State: repro.StateMissing}}, repro.MetricsMissing, "1 of 2 metrics is missing from the reproduction: m"},
		{"only extra", []repro.Delta{{Name: "x", State: repro.StateExtra}}, repro.NoBaselineMetrics, "the original run has no metrics to compare with; the reproduction has x"},
		{"nothing", nil, repro.NoBaselineMetrics, "the original run has no metrics to compare with"},
		{"ignored and extra", []repro.Delta{{Name: "x", State: repro.StateExtra}, {Name: "i", State: repro.StateIgnored}, {Name: "r", State: repro.StateReported}}, repro.NoBaselineMetrics,
			"nothing is left to judge: 2 metrics are ignored or only reported (i, r); name one in the tolerances"},
		{"none selected", []repro.Delta{{Name: "a", State: repro.StateIgnored, Notes: []string{notSelected + " 'nosuch*'"}}, {Name: "b", State: repro.StateIgnored, Notes: []string{notSelected + " 'nosuch*'"}}}, repro.NoBaselineMetrics,
			"nothing is left to judge: --metrics 'nosuch*' selects none of the original's 2 metrics (a, b); select one by its name, or by a pattern that matches it"},
		{"only an ignored one selected", []repro.Delta{{Name: "a", State: repro.StateIgnored, Notes: []string{notSelected + " 'fit*'"}}, {Name: "fit_time", State: repro.StateIgnored}}, repro.NoBaselineMetrics,
			"nothing is left to judge: --metrics 'fit*' leaves out 1 metric (a), and what it selects is ignored or only reported; select another, or name one in the tolerances"},
		{"unknown", []repro.Delta{{Name: "u", State: "odd"}}, repro.MetricsMissing, `u has no known outcome ("odd"), so nothing can be said`},
	} {
		verdict, reason, detail := Judge(nil, repro.Comparison{Deltas: tt.deltas})
		if verdict != repro.Unverified || reason != tt.reason || detail != tt.detail {
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
	gates := [][]repro.Gate{nil}
	for _, first := range []repro.GateState{repro.GatePassed, repro.GateFailed, repro.GateUnknown, ""} {
		gates = append(gates, []repro.Gate{{State: first, Reason: repro.NotExecuted}})
		for _, second := range []repro.GateState{repro.GatePassed, repro.GateFailed, repro.GateUnknown, ""} {
			gates = append(gates, []repro.Gate{{State: first, Reason: repro.NotExecuted}, {State: second, Reason: repro.SameRun}})
		}
	}
	good := map[repro.State]bool{repro.StateIdentical: true, repro.StateWithin: true, repro.StateRounded: true, repro.StateNoise: true}
	neutral := map[repro.State]bool{repro.StateExtra: true, repro.StateIgnored: true, repro.StateReported: true}
	seen := map[repro.Verdict]int{}
	var walk func(chosen []repro.State, depth int)
	walk = func(chosen []repro.State, depth int) {
		c := deltas(chosen...)
		may, judged := true, false
		for _, state := range chosen {
			may = may && (good[state] || neutral[state])
			judged = judged || good[state]
		}
		for _, gates := range gates {
			open := true
			for _, gate := range gates {
				open = open && (gate.State == repro.GatePassed || gate.State == repro.GateUnknown)
			}
			verdict, reason, _ := Judge(gates, c)
			seen[verdict]++
			if want := may && judged && open; (verdict == repro.Reproduced) != want {
				t.Errorf("gates %v, states %v: %s (%s), reproduced must be %v", gates, chosen, verdict, reason, want)
			}
			if reason == "" || verdict == repro.Drifted && (!open || !strings.Contains(fmt.Sprint(chosen), string(repro.StateOutside))) {
				t.Errorf("gates %v, states %v: %s (%s)", gates, chosen, verdict, reason)
			}
		}
		if depth == 0 {
			return
		}
		for _, state := range append([]repro.State{""}, states...) {
			walk(append(chosen[:len(chosen):len(chosen)], state), depth-1)
		}
	}
	walk(nil, 3)
	if seen[repro.Reproduced] == 0 || seen[repro.Drifted] == 0 || seen[repro.Unverified] == 0 {
		t.Errorf("the walk saw %v and not every verdict", seen)
	}
}

// TestNothingToJudge: what no training can change is known before one.
func TestNothingToJudge(t *testing.T) {
	t.Parallel()
	original := repro.NewMetrics(map[string]float64{"accuracy": 0.9, "loss": 0.1, "fit_time": 3})
	for _, tt := range []struct{ metrics, lines, want string }{
		{"", "", ""},
		{"", "*: report", "3 metrics are ignored or only reported"},
		{"", "*: ignore\nloss: report", "3 metrics are ignored or only reported"},
		{"", "*: report\nloss: exact", ""},
		{"accuracy", "accuracy: ignore", "--metrics accuracy leaves out 2 metrics (fit_time, loss), and what it selects is ignored"},
		{"acu*", "", "--metrics 'acu*' selects none of the original's 3 metrics"},
		{"fit_*", "", "what it selects is ignored or only reported"},
		{"fit_time", "", ""}, // to name it is to ask for it
	} {
		policy := repro.MetricPolicy{Tolerances: tolerances(t, tt.lines), Map: map[string]string{"accuracy": "acc"}}
		if tt.metrics != "" {
			policy.Select = []string{tt.metrics}
		}
		if why := NothingToJudge(original, policy); (why == "") != (tt.want == "") || !strings.Contains(why, tt.want) {
			t.Errorf("metrics %q, tolerances %q: %q, want %q", tt.metrics, tt.lines, why, tt.want)
		}
	}
	if why := NothingToJudge(repro.NewMetrics(map[string]float64{"fit_time": 3}), repro.MetricPolicy{}); !strings.Contains(why, "1 metric is ignored") {
		t.Errorf("a run time alone: %q", why)
	}
	if why := NothingToJudge(nil, repro.MetricPolicy{}); why != "" {
		t.Errorf("no metric is told where the run is read: %q", why)
	}
}

// TestJudge_early: what was ended early is never reproduced, whatever else is in it.
func TestJudge_early(t *testing.T) {
	t.Parallel()
	for _, state := range states {
		for _, metric := range []string{"", "loss"} {
			verdict, reason, _ := Judge(nil, repro.Comparison{Deltas: []repro.Delta{{Name: "loss", State: state, Original: 1, Reproduced: 1}}, Early: &repro.Early{Metric: metric}})
			if verdict == repro.Reproduced || (verdict == repro.Drifted) != (metric != "" && state == repro.StateOutside) || verdict == repro.Drifted && reason != repro.CurveLeft {
				t.Errorf("%s, %q: %s, %s", state, metric, verdict, reason)
			}
		}
	}
}
