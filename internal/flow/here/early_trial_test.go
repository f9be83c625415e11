package here

import (
	"context"
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/judge/early"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestWatch_trial: a trial is ended on the sides that it may be ended on, by the run that is
// the original's counterpart, and with one request while its curve is too short.
func TestWatch_trial(t *testing.T) {
	t.Parallel()
	both := []early.Side{early.SideBack, early.SideLost}
	for name, tt := range map[string]struct {
		now       mlflowtest.Run
		ends      []early.Side
		asDrifted bool
		ended     early.Side // SideOpen: it goes on
		looks     int
	}{
		"begins as the original":           {earlyRun("RUNNING", 1, 3, tagged), both, false, early.SideBack, 2},
		"and may only be lost":             {earlyRun("RUNNING", 1, 3, tagged), both[1:], false, early.SideOpen, 2},
		"begins as the drift":              {earlyRun("RUNNING", 2, 4, tagged), both, true, early.SideLost, 2},
		"and may only come back":           {earlyRun("RUNNING", 2, 4, tagged), both[:1], false, early.SideOpen, 2},
		"lost in another way":              {earlyRun("RUNNING", 3, 4, tagged), both, false, early.SideLost, 2},
		"and has to be the drift's":        {earlyRun("RUNNING", 3, 4, tagged), both, true, early.SideOpen, 2},
		"near, and not equal":              {earlyRun("RUNNING", 1.000002, 4, tagged), both, false, early.SideOpen, 2},
		"too short":                        {earlyRun("RUNNING", 2, 2, tagged), both, false, early.SideOpen, 1},
		"over already":                     {earlyRun("FINISHED", 2, 4, tagged), both, false, early.SideOpen, 1},
		"with other params":                {earlyRun("RUNNING", 2, 4, otherParam), both, false, early.SideOpen, 1},
		"a run of another training at all": {earlyRun("RUNNING", 2, 4, nil), both, false, early.SideOpen, 1},
	} {
		server := mlflowtest.New(t)
		original, drifted := server.AddRun(earlyRun("FINISHED", 1, 6, nil)), server.AddRun(earlyRun("FINISHED", 2, 6, nil))
		registry, err := mlflow.Open(context.Background(), mlflow.Config{TrackingURI: server.URL})
		if err != nil {
			t.Fatal(err)
		}
		var drift repro.Result
		for id, run := range map[string]*repro.Run{original: &drift.Original, drifted: &drift.Reproduction} {
			if *run, err = registry.Run(context.Background(), id); err != nil {
				t.Fatal(err)
			}
		}
		if drift.Comparison, err = judge.Compare(drift.Original.Metrics, drift.Reproduction.Metrics, repro.MetricPolicy{}); err != nil {
			t.Fatal(err)
		}
		curves, why, err := (&flow.Flow{Registry: registry}).Fingerprints(context.Background(), drift)
		if err != nil || len(curves) != 1 || curves[0].Points != 3 {
			t.Fatalf("%s: %d curves: %s, %v", name, len(curves), why, err)
		}
		w := newTrialWatch(registry, repro.Plan{ID: earlyID, Original: drift.Original}, repro.Change{}, flow.Begins{Curves: curves, Ends: tt.ends, AsDrifted: tt.asDrifted})
		server.AddRun(tt.now)
		server.Requests()
		again, err := w.look(context.Background())
		if looks := len(server.Requests()); err != nil || looks != tt.looks {
			t.Errorf("%s: %d requests, want %d; %v", name, looks, tt.looks, err)
		}
		ended := early.SideOpen
		switch {
		case w.early == nil:
		case w.early.Metric == "":
			ended = early.SideBack
		default:
			ended = early.SideLost
		}
		if ended != tt.ended || ended != early.SideOpen && (w.early.Compared != 3 || w.early.Of != 6 || w.early.Print == "" || again) {
			t.Errorf("%s: ended on side %d, want %d: %+v", name, ended, tt.ended, w.early)
		}
		registry.Close()
	}
}

// TestFingerprints_none: without a curve that tells, it is said why.
func TestFingerprints_none(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	registry, err := mlflow.Open(context.Background(), mlflow.Config{TrackingURI: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	defer registry.Close()
	run := repro.Run{ID: server.AddRun(earlyRun("FINISHED", 1, 6, nil))}
	file := repro.Run{ID: run.ID, From: "metrics.json"}
	for why, drift := range map[string]repro.Result{
		"both trainings need a run on a tracking server":        {Original: run, Reproduction: file},
		"the check trained several times, to measure its noise": {Original: run, Reproduction: run, Repeats: []repro.Run{run}},
		"the check did not come to its end":                     {Original: run, Reproduction: run, Comparison: repro.Comparison{Early: &repro.Early{}}},
		"no metric that drifted is a curve":                     {Original: run, Reproduction: run},
	} {
		if curves, got, err := (&flow.Flow{Registry: registry}).Fingerprints(context.Background(), drift); len(curves) > 0 || got != why || err != nil {
			t.Errorf("%d curves, %q, %v; want %q", len(curves), got, err, why)
		}
	}
}

// TestFingerprints_otherRuns: other runs of the original's training tell whether it repeats
// itself, and how it begins tells nothing where one of them ended otherwise.
func TestFingerprints_otherRuns(t *testing.T) {
	t.Parallel()
	seeded := func(run *mlflowtest.Run) { run.Params["seed"] = "7" }
	with := func(change func(*mlflowtest.Run), factors ...float64) (runs []mlflowtest.Run) {
		for _, factor := range factors {
			runs = append(runs, earlyRun("FINISHED", factor, 6, change))
		}
		return runs
	}
	for name, tt := range map[string]struct {
		original func(*mlflowtest.Run)
		others   []mlflowtest.Run
		none     bool // no curve tells
	}{
		"none":                          {nil, nil, false},
		"a seed":                        {seeded, nil, false},
		"two that agree":                {nil, with(nil, 1, 1), false},
		"one of three ended otherwise":  {nil, with(nil, 1, 1, 1.5), true},
		"of another param":              {nil, with(seeded, 1.5), false},
		"a reproduction, and it drifts": {nil, with(tagged, 1.5), false},
	} {
		server := mlflowtest.New(t)
		registry := flowtest.Connect(t, server)
		original, drifted := server.AddRun(earlyRun("FINISHED", 1, 6, tt.original)), server.AddRun(earlyRun("FINISHED", 2, 6, tagged))
		for _, run := range tt.others {
			server.AddRun(run)
		}
		var drift repro.Result
		var err error
		for id, run := range map[string]*repro.Run{original: &drift.Original, drifted: &drift.Reproduction} {
			if *run, err = registry.Run(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		if drift.Comparison, err = judge.Compare(drift.Original.Metrics, drift.Reproduction.Metrics, repro.MetricPolicy{}); err != nil {
			t.Fatal(err)
		}
		f := &flow.Flow{Registry: registry}
		curves, why, err := f.Fingerprints(t.Context(), drift)
		if err != nil || (len(curves) == 0) != tt.none {
			t.Errorf("%s: %d curves, %q, %v", name, len(curves), why, err)
		}
	}
}
