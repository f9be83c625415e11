package flow

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestUntagged: a run without our id is taken where somebody asks for it, and proves
// something where it has the commit, or where a challenge finds its like with another param.
// That its id was printed chooses it, and proves nothing.
func TestUntagged(t *testing.T) {
	t.Parallel()
	printed := func(training *train.Training, run repro.Run) { training.MetRuns = []string{run.ID} }
	foreign := func(_ int, run *repro.Run) { run.Params = flowtest.Original.Params } // another's, which knows nothing of a challenge
	for name, tt := range map[string]struct {
		source, challenge string
		log               func(number int, run *repro.Run)
		ties              func(training *train.Training, run repro.Run)
		accuracy          float64
		reason            repro.Reason
		said              string
	}{
		"not asked for":           {source: "auto", reason: repro.MetricsMissing, said: "--metrics-source untagged takes it"},
		"printed":                 {challenge: "off", ties: printed, reason: repro.NotProven, said: "may have looked up the id that it printed"},
		"printed, and challenged": {ties: printed, reason: repro.Identical, said: "which printed their ids"},
		"printed, and another's":  {ties: printed, log: foreign, reason: repro.NotProven, said: "may have looked up the id that it printed"},
		"of the commit":           {challenge: "off", log: func(_ int, run *repro.Run) { run.Tags[lineage.MlflowCommit] = flowtest.Tip }, reason: repro.Identical, said: "and have its commit"},
		"printed, with others": {challenge: "off", ties: printed, log: func(_ int, run *repro.Run) {
			run.Params = repro.NewParams(map[string]string{"epochs": "200", "lr": "0.25"})
		}, reason: repro.ParamsNotApplied},
		"printed, and drifted":     {ties: printed, accuracy: 0.5, reason: repro.MetricsOutsideTolerance, said: "may be one that the training looked up"},
		"not tied":                 {challenge: "off", reason: repro.NotProven, said: "may be another program's"},
		"not tied, and drifted":    {accuracy: 0.5, reason: repro.NotProven, said: "may be another program's"},
		"not tied, and challenged": {reason: repro.Identical, said: "follow a changed param"},
		"another's":                {log: foreign, reason: repro.NotProven, said: "may be another program's"},
		"with an id of another":    {log: func(_ int, run *repro.Run) { run.Tags[repro.IDTag] = "x" }, reason: repro.MetricsMissing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			d.train = func(number int, plan repro.Plan) train.Training {
				accuracy := cmp.Or(tt.accuracy, 0.9777777777777777) - float64(number-1)/100
				run := rerunOf(plan, number, map[string]float64{"accuracy": accuracy, "loss": 0.125 + float64(number-1)/100})
				run.Tags, run.Started = map[string]string{}, flowtest.Today.Add(time.Second)
				if tt.log != nil {
					tt.log(number, &run)
				}
				s.Logged = append(s.Logged[:1:1], run)
				training := flowtest.Succeeded()
				if tt.ties != nil {
					tt.ties(&training, run)
				}
				return training
			}
			flags := map[string]string{"metrics-source": cmp.Or(tt.source, repro.SourceUntagged), "challenge": cmp.Or(tt.challenge, "auto")}
			result, err := f.Reproduce(t.Context(), benchSettings(t, flags))
			lines := slices.Clone(result.Warnings)
			for _, gate := range result.Evidence {
				lines = append(lines, gate.Text)
			}
			said := strings.Join(lines, "\n")
			if err != nil || result.Reason != tt.reason || !strings.Contains(said, tt.said) {
				t.Errorf("%v, %s, want %s with %q:\n%s", err, result.Reason, tt.reason, tt.said, said)
			}
		})
	}
}
