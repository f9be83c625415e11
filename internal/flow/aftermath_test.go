package flow

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestChallenge_aftermath: what others find after a check was made with the original's params,
// whatever the challenges of the check wrote over. What could not be mended is told.
func TestChallenge_aftermath(t *testing.T) {
	t.Parallel()
	const model, other = "/srv/models/churn.pkl", "/srv/models/of-attempt.pkl"
	for name, tt := range map[string]struct {
		leaves    func(number int) []string
		sends     string
		computes  bool
		fails     bool // the last training
		trainings int
		said      string
	}{
		"nothing elsewhere": {leaves: func(int) []string { return nil }, computes: true, trainings: 2},
		"the same file": {leaves: func(int) []string { return []string{model} }, computes: true, trainings: 3,
			said: "a challenge (epochs = 100 in place of 200) wrote /srv/models/churn.pkl, outside of the checkout; the training with the original's params was made once more after it"},
		"a file for each": {leaves: func(number int) []string { return []string{fmt.Sprint(other, number)} }, computes: true, trainings: 2},
		"the judged one wrote it alone": {leaves: func(number int) []string {
			if number == 1 {
				return []string{model}
			}
			return nil
		}, computes: true, trainings: 2},
		"a copy that no event shows": {leaves: func(int) []string { return nil }, sends: "cp out/w.txt $D/prod.txt", computes: true, trainings: 3,
			said: "a challenge (epochs = 100 in place of 200) may have left what it made with others ('cp out/w.txt $D/prod.txt'); the training with the original's params was made once more after it"},
		"and no proof": {leaves: func(int) []string { return []string{model} }, trainings: 5, said: "a challenge (epochs = 1 in place of 200) wrote"},
		"and the last training fails": {leaves: func(int) []string { return []string{model} }, computes: true, fails: true, trainings: 3,
			said: "that has what it made: the training that was to follow it ended as failed. Train once more before anybody uses it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			s.Logged[0].Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.9777777777777777})
			last := ""
			d.train = func(number int, plan repro.Plan) train.Training {
				accuracy := 0.9777777777777777
				if plan.Challenge != "" && tt.computes {
					accuracy = 0.93
				}
				last = plan.Challenge
				s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"accuracy": accuracy}))
				training := flowtest.Succeeded()
				training.LeftElsewhere, training.Sends = tt.leaves(number), tt.sends
				if tt.fails && strings.HasSuffix(plan.Branch, "-again") {
					training.Execution.Status = repro.ExecFailed
				}
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"challenge": "always"}))
			if err != nil {
				t.Fatal(err)
			}
			said := strings.Join(result.Warnings, "\n")
			again := strings.Contains(said, "once more after it")
			if len(d.trainings) != tt.trainings || !strings.Contains(said, tt.said) || again != (tt.said != "" && !tt.fails) {
				t.Errorf("%d trainings, want %d; said\n%s", len(d.trainings), tt.trainings, said)
			}
			if want := map[bool]repro.Verdict{true: repro.Reproduced, false: repro.Unverified}[tt.computes]; result.Verdict != want {
				t.Errorf("the verdict is %s, want %s", result.Verdict, want)
			}
			if overwritten := tt.said != ""; overwritten && last != "" {
				t.Errorf("the last training has %s", last)
			}
		})
	}
}
