package planning

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestIgnoreParams: what each training works out for itself is left out where
// somebody says so, and what a params file holds never is.
func TestIgnoreParams(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"params.yaml": {Data: []byte("train: {epochs: 200, seed: 1}\n")}}
	run := repro.Run{Params: repro.NewParams(map[string]string{"epochs": "100", "run_uuid": "aa", "host.name": "ada", "train.seed": "1"})}
	edit := func(globs ...string) (Edits, error) {
		return Edit(files, settings.Params{IgnoreParams: globs, ParamsSection: "train", UnknownParams: "error"}, run)
	}
	edits, err := edit("run_uuid", "host.*", "gone")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(repro.ParamsWith(edits.Edits, repro.ParamIgnored), " "); got != "host.name run_uuid" {
		t.Errorf("ignored %q", got)
	}
	if got := strings.Join(repro.ParamsWith(edits.Edits, repro.ParamWritten, repro.ParamUnchanged), " "); got != "epochs train.seed" {
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
