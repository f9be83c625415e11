package report

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A plan that changes no file says that the params are there already only where
// they are.
func TestPlanThatChangesNoFile(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		statuses []repro.ParamStatus
		want     string
	}{
		{[]repro.ParamStatus{repro.ParamUnchanged, repro.ParamNotRecorded}, "none to change: they hold these params already"},
		{[]repro.ParamStatus{repro.ParamUnchanged, repro.ParamLoggedOnly}, "none to change: they hold the params that have a key there"},
		{[]repro.ParamStatus{repro.ParamLoggedOnly}, "none changes: no logged param has a key in them"},
		{[]repro.ParamStatus{repro.ParamUnchanged, repro.ParamRefused}, "none changes: 1 param could not be put into one, see below"},
		{[]repro.ParamStatus{repro.ParamAmbiguous, repro.ParamRefused, repro.ParamLoggedOnly}, "none changes: 2 params could not be put into one, see below"},
		{nil, "none to change: the run logged no params"},
	} {
		plan := repro.Plan{}
		for _, status := range test.statuses {
			plan.Params = append(plan.Params, repro.ParamEdit{Name: "p", Status: status})
		}
		if got := Plan(Planned{Plan: plan}, terminal.Style{}); !strings.Contains(got, "  files    "+test.want+"\n") {
			t.Errorf("%v: want %q in\n%s", test.statuses, test.want, got)
		}
	}
}
