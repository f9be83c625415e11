package explain

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestValues_command: the trials run the command as it was given to the check, with its placeholders;
// where the report has it only filled in, or hidden, it has to be said again.
func TestValues_command(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		command, given string
		status         repro.ParamStatus
		want           string
	}{
		"plain":                        {"make train", "", repro.ParamWritten, "make train"},
		"a placeholder":                {"train --lr 0.2", "train --lr {lr}", repro.ParamPassed, "train --lr {lr}"},
		"of a param with a file":       {"train --lr 0.2", "train --lr {lr}", repro.ParamUnchanged, "train --lr {lr}"},
		"of an older report":           {"train --lr 0.2", "", repro.ParamPassed, ""},
		"hidden":                       {"train --key ***", "", repro.ParamWritten, ""},
		"hidden beside a placeholder":  {"train --key *** --lr 0.2", "train --key *** --lr {lr}", repro.ParamPassed, ""},
		"a value that is hidden alone": {"train --lr ***", "train --lr {lr}", repro.ParamPassed, "train --lr {lr}"},
	} {
		saved := repro.Result{Verdict: repro.Unverified, Reason: repro.NoBaselineMetrics, Plan: repro.Plan{Command: tt.command, Given: tt.given, Params: []repro.ParamEdit{{Name: "lr", Logged: "0.2", Status: tt.status}}}}
		text, err := reportjson.Encode(saved)
		if err != nil {
			t.Fatal(err)
		}
		if saved, err = reportjson.Decode(text); err != nil {
			t.Fatal(err)
		}
		values, err := Values(saved)
		if got, said := values["run-command"]; err != nil || got != tt.want || said != (tt.want != "") {
			t.Errorf("%s: %q, %v; want %q", name, got, err, tt.want)
		}
	}
}
