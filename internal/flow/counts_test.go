package flow

import (
	"errors"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestDoubtCounts: where an accuracy alone came back, data that are known to be others speak
// against it; where a loss came back too, or the numbers differ, they do not.
func TestDoubtCounts(t *testing.T) {
	t.Parallel()
	delta := func(name string, value float64, state repro.State) repro.Comparison {
		return repro.Comparison{Deltas: []repro.Delta{{Name: name, Original: value, Reproduced: value, State: state}}}
	}
	accuracy, loss := delta("accuracy", 0.8, repro.StateIdentical), delta("val_loss", 0.4931471805599453, repro.StateIdentical)
	for name, lacked := range map[string]train.Training{
		"the training looked for local_settings.py, which your clone has and git has not. No code is lent: commit it, or begin the command with what makes it": {LackedCode: []string{"local_settings.py"}},
		"the training looked for what a link of your clone leads to, and git has none. Instead, begin the run command with: ln -s /data data &&":               {LackedLinks: []string{"begin the run command with: ln -s /data data &&"}},
	} {
		c := &check{Flow: &Flow{}, training: lacked, result: repro.Result{Comparison: accuracy, Execution: repro.Execution{Status: repro.ExecSucceeded}}}
		err := c.doubtCounts(t.Context())
		if gate, _ := repro.FirstFailed(c.result.Evidence); !strings.Contains(gate.Text, name) || !errors.Is(err, errNotProven) {
			t.Errorf("%+v, %v, want %q", gate, err, name)
		}
	}
	for name, tt := range map[string]struct {
		comparison repro.Comparison
		looked     []string
		later      []string
		was, now   map[string]string
		said       string
	}{
		"as the original":       {accuracy, nil, nil, map[string]string{"n_rows": "200", "lr": "0.1"}, map[string]string{"n_rows": "200.0", "lr": "0.2"}, ""},
		"it looked for data":    {accuracy, []string{"data/full.csv"}, nil, nil, nil, "the training looked for data/full.csv, which your clone has and git has not. Lend it: --with data/full.csv"},
		"a loss without it":     {loss, []string{"data/full.csv"}, nil, nil, nil, ""},
		"within a tolerance":    {delta("accuracy", 0.8, repro.StateWithin), []string{"data/full.csv"}, nil, nil, nil, ""},
		"a drift without it":    {delta("accuracy", 0.8, repro.StateOutside), []string{"data/full.csv"}, nil, nil, nil, ""},
		"other rows":            {accuracy, nil, nil, map[string]string{"n_rows": "200"}, map[string]string{"n_rows": "194"}, "n_rows is 194 and was 200. Train on the original's data"},
		"other rows and a loss": {loss, nil, nil, map[string]string{"n_rows": "200"}, map[string]string{"n_rows": "194"}, ""},
		"data of later":         {accuracy, nil, []string{"/share/y.csv"}, nil, nil, "read /share/y.csv, written after the original had ended. Keep an input with --keep /share/y.csv"},
		"data of later, a loss": {loss, nil, []string{"/share/y.csv"}, nil, nil, ""},
		"rows that one logged":  {accuracy, nil, nil, map[string]string{"n_rows": "200"}, nil, ""},
	} {
		c := &check{Flow: &Flow{}, training: train.Training{Later: tt.later, Lacked: tt.looked}, result: repro.Result{Comparison: tt.comparison, Execution: repro.Execution{Status: repro.ExecSucceeded}}}
		c.result.Original.Params, c.result.Reproduction.Params = repro.NewParams(tt.was), repro.NewParams(tt.now)
		err := c.doubtCounts(t.Context())
		gate, failed := repro.FirstFailed(c.result.Evidence)
		if failed != (tt.said != "") || !strings.Contains(gate.Text, tt.said) || failed != errors.Is(err, errNotProven) {
			t.Errorf("%s: %+v, %v", name, gate, err)
		}
	}
}
