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

func (readable) FindNamed(files fs.FS, plan repro.Plan, stands func(repro.FileEdit) bool) func(repro.ParamEdit) challenge.Named {
	return challenge.FindNamed(files, plan, stands)
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
		change  func(desk *desk, original *repro.Run, made *train.Training)
		reason  repro.Reason
		most    int // trainings
		said    string
	}{
		"computed":                    {constant, "0.5", true, true, nil, nil, repro.Identical, 2, "lr = 0.25 in place of 0.5 loss came out as"},
		"computed, of a small text":   {constant, "0.5", true, true, []string{"calib.csv"}, nil, repro.Identical, 2, "loss came out as"},
		"an earlier fit":              {constant, "0.5", true, false, nil, nil, repro.NotProven, 2, "left every number as it was"},
		"taken from elsewhere":        {constant, "0.5", false, false, nil, nil, repro.Identical, 2, "no challenge moved a number"},
		"elsewhere, and a small text": {constant, "0.5", false, false, []string{"calib.csv"}, nil, repro.NotProven, 2, "calib.csv, whose numbers may be of an earlier fit"},
		"no place":                    {elsewhere, "0.5", false, false, nil, nil, repro.Identical, 1, "no challenge was made"},
		"no number":                   {constant, "adam", false, false, nil, nil, repro.Identical, 1, "no challenge was made"},
		"no number, and a small text": {constant, "adam", false, false, []string{"calib.csv"}, nil, repro.NotProven, 1, "--keep calib.csv"},
		"a table that has the value": {program: constant, param: "0.5", given: true, moves: true, few: []string{"table.csv"}, reason: repro.NotProven, most: 1, said: "it may be a table of results",
			change: func(d *desk, _ *repro.Run, _ *train.Training) {
				d.files["table.csv"] = &fstest.MapFile{Data: []byte("lr,loss\n0.5,0.4142135623730951\n")}
			}},
		"a scorer, and what only scores": {program: "threshold = 0.5\n", param: "0.5", given: true, moves: true, few: []string{"scorer.py"}, reason: repro.NotProven, most: 1, said: "no param to change that only fitting uses",
			change: func(_ *desk, original *repro.Run, _ *train.Training) {
				original.Params = repro.NewParams(map[string]string{"threshold": "0.5"})
			}},
		"a scorer, and a model was made": {program: constant, param: "0.5", given: true, moves: true, few: []string{"scorer.py"}, reason: repro.Identical, most: 2, said: "loss came out as",
			change: func(_ *desk, _ *repro.Run, made *train.Training) { made.ModelsMade = []string{"model.pkl"} }},
	} {
		if tt.change == nil {
			tt.change = func(*desk, *repro.Run, *train.Training) {}
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			f.Project = readable{d}
			d.files = fstest.MapFS{"train.py": {Data: []byte(tt.program)}}
			s.Logged = []repro.Run{flowtest.Original}
			s.Logged[0].Params = repro.NewParams(map[string]string{"lr": tt.param})
			s.Logged[0].Metrics = repro.NewMetrics(map[string]float64{"loss": 0.4142135623730951})
			tt.change(d, &s.Logged[0], &train.Training{})
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
				training.FewNumbers, training.FitNumbers = tt.few, tt.few
				tt.change(d, &repro.Run{}, &training)
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
