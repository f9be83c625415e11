package witness

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestArrivedOnlyOne: a param that one of the runs did not log contradicts
// nothing, and is told. Where no file holds it either, nothing tells its value.
func TestArrivedOnlyOne(t *testing.T) {
	t.Parallel()
	original := repro.Run{ID: "old", Params: repro.NewParams(map[string]string{"lr": "0.5", "max_depth": "25"})}
	run := repro.Run{ID: "new", Params: repro.NewParams(map[string]string{"lr": "0.50", "depth": "3"})}
	c := collect.Collected{Run: run, Tracked: run}
	for status, want := range map[repro.ParamStatus]want{
		repro.ParamWritten:    refused(repro.ParamsNotApplied, "max_depth: not logged by the new run"),
		repro.ParamUnchanged:  refused(repro.ParamsNotApplied, "max_depth: not logged by the new run"),
		repro.ParamLoggedOnly: unknown("the original's params but max_depth; only the new run logged depth; nothing tells with which max_depth it trained"),
	} {
		plan := repro.Plan{Original: original, Params: []repro.ParamEdit{{Name: "lr", Status: repro.ParamUnchanged}, {Name: "max_depth", Status: status}}}
		want.check(t, arrived(plan, repro.Change{}, train.Training{}, c))
		plan.Metrics.Source = "file" // what the run did not log is no contradiction
		passed("the new run logged the original's params but max_depth; only the new run logged depth").check(t, arrived(plan, repro.Change{}, train.Training{}, c))
	}
}

// TestArrived_ignored: neither its other value nor its absence is held against the
// new run, and the message for one that is names the option.
func TestArrived_ignored(t *testing.T) {
	t.Parallel()
	original := flowtest.Original
	original.Params = repro.NewParams(map[string]string{"epochs": "200", "run_uuid": "aa"})
	edits := []repro.ParamEdit{{Name: "epochs", Status: repro.ParamUnchanged, File: "params.yaml", Key: []string{"epochs"}}}
	own := repro.ParamEdit{Name: "run_uuid", Status: repro.ParamLoggedOnly}
	ignored := own
	ignored.Status = repro.ParamIgnored
	for name, tt := range map[string]struct {
		own    repro.ParamEdit
		logged map[string]string
		want   want
	}{
		"another value":             {own, map[string]string{"epochs": "200", "run_uuid": "bb"}, refused(repro.ParamsNotApplied, "leave it out with --ignore-params run_uuid")},
		"another value, ignored":    {ignored, map[string]string{"epochs": "200", "run_uuid": "bb"}, passed("logged the original's params")},
		"not logged, ignored":       {ignored, map[string]string{"epochs": "200"}, passed("logged the original's params")},
		"an input is another still": {ignored, map[string]string{"epochs": "100", "run_uuid": "bb"}, refused(repro.ParamsNotApplied, "epochs")},
	} {
		run := repro.Run{ID: "new", Params: repro.NewParams(tt.logged)}
		plan := repro.Plan{Original: original, Params: append([]repro.ParamEdit{tt.own}, edits...), Metrics: repro.MetricPolicy{Source: "auto"}}
		got := arrived(plan, repro.Change{}, train.Training{}, collect.Collected{Run: run, Tracked: run})
		tt.want.check(t, got)
		if strings.Contains(got.Text, "--ignore-params epochs") {
			t.Errorf("%s: an input is to be left out: %s", name, got.Text)
		}
	}
}
