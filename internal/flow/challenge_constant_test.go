package flow

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// readable is a desk on this machine.
type readable struct{ *desk }

func (readable) Constants(files fs.FS, plan repro.Plan) func(repro.ParamEdit, string) (repro.Plan, bool) {
	return challenge.Constants(files, plan)
}

// TestChallenge_constant: a param that no params file takes is challenged in the program that
// has it. One that stays where it was given speaks against the training; one that the program
// did not take is nobody's word, and then a text with a fit's numbers proves nothing.
func TestChallenge_constant(t *testing.T) {
	t.Parallel()
	const constant, elsewhere = "lr = 0.5\n", "lr = float('0.50')\n"
	for name, tt := range map[string]struct {
		program string
		param   string
		given   bool // the training takes and logs the value of the challenge
		moves   bool
		few     []string
		reason  repro.Reason
		most    int // trainings
		said    string
	}{
		"computed":                    {constant, "0.5", true, true, nil, repro.Identical, 2, "lr = 0.25 in place of 0.5 loss came out as"},
		"computed, of a small text":   {constant, "0.5", true, true, []string{"calib.csv"}, repro.Identical, 2, "loss came out as"},
		"an earlier fit":              {constant, "0.5", true, false, nil, repro.NotProven, 2, "left every number as it was"},
		"taken from elsewhere":        {constant, "0.5", false, false, nil, repro.Identical, 2, "no challenge moved a number"},
		"elsewhere, and a small text": {constant, "0.5", false, false, []string{"calib.csv"}, repro.NotProven, 2, "calib.csv, whose numbers may be of an earlier fit"},
		"no place":                    {elsewhere, "0.5", false, false, nil, repro.Identical, 1, "no challenge was made"},
		"no number":                   {constant, "adam", false, false, nil, repro.Identical, 1, "no challenge was made"},
		"no number, and a small text": {constant, "adam", false, false, []string{"calib.csv"}, repro.NotProven, 1, "--keep calib.csv"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			f.Project = readable{d}
			d.files = fstest.MapFS{"train.py": {Data: []byte(tt.program)}}
			s.Logged = []repro.Run{flowtest.Original}
			s.Logged[0].Params = repro.NewParams(map[string]string{"lr": tt.param})
			s.Logged[0].Metrics = repro.NewMetrics(map[string]float64{"loss": 0.4142135623730951})
			d.train = func(number int, plan repro.Plan) train.Training {
				loss, logged := 0.4142135623730951, plan.Original.Params
				if number > 1 && (len(plan.Files) != 1 || string(plan.Files[0].After) != "lr = 0.25\n") {
					t.Errorf("the challenge changes %q", plan.Files)
				}
				if number > 1 && tt.moves {
					loss = 0.5772156649015329
				}
				if !tt.given {
					logged = repro.NewParams(map[string]string{"lr": tt.param})
				}
				run := rerunOf(plan, number, map[string]float64{"loss": loss})
				run.Params = logged
				s.Logged = append(s.Logged, run)
				training := flowtest.Succeeded()
				training.FewNumbers = tt.few
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, nil))
			if err != nil {
				t.Fatal(err)
			}
			said := []string{result.Detail}
			for _, gate := range result.Evidence {
				said = append(said, gate.Text)
			}
			if all := strings.Join(append(said, result.Warnings...), "\n"); result.Reason != tt.reason || len(d.trainings) != tt.most || !strings.Contains(all, tt.said) {
				t.Errorf("%s, %s after %d trainings: %s", result.Verdict, result.Reason, len(d.trainings), all)
			}
		})
	}
}

// TestWithConstants: a param of a params file that no challenge would change, as a number of
// threads, is no reason to leave the constants out.
func TestWithConstants(t *testing.T) {
	t.Parallel()
	f, d, _ := newBench()
	f.Project = readable{d}
	files := fstest.MapFS{"train.py": {Data: []byte("lr = 0.5\n")}}
	for beside, want := range map[string]repro.ParamStatus{"n_jobs": repro.ParamPassed, "verbose": repro.ParamPassed, "depth": repro.ParamLoggedOnly} {
		plan := repro.Plan{Params: []repro.ParamEdit{
			{Name: beside, Logged: "2", Status: repro.ParamUnchanged}, {Name: "lr", Logged: "0.5", Status: repro.ParamLoggedOnly},
		}}
		if got := f.withConstants(files, plan)[1].Status; got != want {
			t.Errorf("beside %s lr is %s, want %s", beside, got, want)
		}
	}
}
