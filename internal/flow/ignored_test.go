package flow

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestIgnoreParams: what each training works out for itself is left out where
// somebody says so, and what a params file holds never is.
func TestIgnoreParams(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"params.yaml": {Data: []byte("train: {epochs: 200, seed: 1}\n")}}
	run := repro.Run{Params: repro.NewParams(map[string]string{"epochs": "100", "run_uuid": "aa", "host.name": "ada", "train.seed": "1"})}
	edit := func(globs ...string) (Edits, error) {
		return Edit(files, settings.Settings{IgnoreParams: globs, ParamsSection: "train", UnknownParams: "error"}, run)
	}
	edits, err := edit("run_uuid", "host.*", "gone")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(namesOf(edits.Edits, repro.ParamIgnored), " "); got != "host.name run_uuid" {
		t.Errorf("ignored %q", got)
	}
	if got := strings.Join(namesOf(edits.Edits, repro.ParamWritten, repro.ParamUnchanged), " "); got != "epochs train.seed" {
		t.Errorf("held %q", got)
	}
	if text := strings.Join(edits.Warnings, "\n"); !strings.Contains(text, "gone: the run logged no such param") || !strings.Contains(text, "not compared, as asked: host.name, run_uuid") {
		t.Errorf("warnings %q", text)
	}
	for _, glob := range []string{"epochs", "*", "train.*"} {
		if _, err := edit(glob); err == nil || !strings.Contains(err.Error(), "params.yaml holds it") {
			t.Errorf("%s: %v, want a refusal that names the file", glob, err)
		}
	}
	if _, err := edit(); err == nil {
		t.Error("with unknown-params error, a param without a place is none")
	}
}

// TestArrived_ignored: neither its other value nor its absence is held against the
// new run, and the message for one that is names the option.
func TestArrived_ignored(t *testing.T) {
	t.Parallel()
	original := firstRun
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
		got := arrived(plan, repro.Change{}, train.Training{}, collected{run: run, tracked: run})
		tt.want.check(t, got)
		if strings.Contains(got.Text, "--ignore-params epochs") {
			t.Errorf("%s: an input is to be left out: %s", name, got.Text)
		}
	}
}
