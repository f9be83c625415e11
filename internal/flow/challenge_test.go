package flow

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestChallenge: an exact repeat that leaves a metrics file and nothing else looks
// like the old file put back. A training with another param tells them apart.
func TestChallenge(t *testing.T) {
	t.Parallel()
	computes := func(params map[string]string) float64 {
		if params["epochs"] != "200" || params["lr"] != "0.5" {
			return 0.93
		}
		return 0.9777777777777777
	}
	putBack := func(map[string]string) float64 { return 0.9777777777777777 }
	byRate := func(params map[string]string) float64 {
		if params["lr"] != "0.5" {
			return 0.91
		}
		return 0.9777777777777777
	}
	keeps := func(_ int, training *train.Training) {
		training.Kept = []string{"base.pt"}
		training.Observed = func([]string, string) observe.Finding { return observe.Finding{Programs: []string{"train.py"}} }
	}
	reads := func(file string) func(int, *train.Training) {
		return func(_ int, training *train.Training) {
			training.Doubtful = []string{file}
			training.Execution.Ended = training.Execution.Started.Add(time.Second)
		}
	}
	for name, tt := range map[string]struct {
		accuracy  func(map[string]string) float64
		flags     map[string]string
		change    func(number int, training *train.Training)
		reason    repro.Reason
		trainings int
		said      string
	}{
		"computed": {accuracy: computes, reason: repro.Identical, trainings: 2,
			said: "with epochs = 100 in place of 200 accuracy came out as 0.93 in place of 0.9777777777777777"},
		"a fit that ends before half of its rounds": {accuracy: func(params map[string]string) float64 {
			if params["epochs"] == "1" {
				return 0.5
			}
			return 0.9777777777777777
		}, reason: repro.Identical, trainings: 4, said: "with epochs = 1 in place of 200 accuracy came out as 0.5"},
		"put back": {accuracy: putBack, reason: repro.NotProven, trainings: 4,
			said: "a training with lr = 0.25 in place of 0.5 left every number as it was, which proves nothing"},
		"the first input does not matter": {accuracy: byRate, reason: repro.Identical, trainings: 3, said: "with lr = 0.25 in place of 0.5 accuracy came out as 0.91"},
		"a named param":                   {accuracy: byRate, flags: map[string]string{"challenge": "lr"}, reason: repro.Identical, trainings: 2, said: "with lr = 0.25"},
		"no such param":                   {accuracy: computes, flags: map[string]string{"challenge": "depth"}, said: "the original logged no param depth. A challenge can change epochs, lr"},
		"off":                             {accuracy: computes, flags: map[string]string{"challenge": "off"}, reason: repro.NotProven, trainings: 1, said: "--challenge is off"},
		"nobody looks":                    {accuracy: computes, flags: map[string]string{"observe": "off", "challenge": "always"}, reason: repro.NotProven, trainings: 1, said: "leave --observe off out"},
		"a Python that was not seen": {accuracy: computes, flags: map[string]string{"challenge": "always"}, reason: repro.NotProven, trainings: 1, said: "as a Python process did not report",
			change: func(_ int, training *train.Training) {
				training.Observed = func([]string, string) observe.Finding {
					return observe.Finding{Programs: []string{"train.py"}, Lacks: []string{"it did not report"}, Unreported: []string{"a Python process did not report"}}
				}
			}},
		"a Python that was too quick to be seen": {accuracy: computes, reason: repro.NotProven, trainings: 1, said: "may not have reported (PYTHONPATH=lib)",
			change: func(_ int, training *train.Training) {
				training.Unhooked = "PYTHONPATH=lib"
				training.Observed = func([]string, string) observe.Finding {
					return observe.Finding{Programs: []string{"train.py"}, Lacks: []string{"who wrote it"}}
				}
			}},
		"such a command, and the metrics were seen to be written": {accuracy: computes, reason: repro.Identical, trainings: 2,
			change: func(_ int, training *train.Training) {
				training.Unhooked = "PYTHONPATH=lib"
				training.Observed = func([]string, string) observe.Finding {
					return observe.Finding{Programs: []string{"train.py"}, WroteAll: true, Lacks: []string{"params"}}
				}
			}},
		"too long":                {accuracy: computes, flags: map[string]string{"challenge-limit": "30s"}, reason: repro.NotProven, trainings: 1, said: "--challenge-limit 2m0s allows it"},
		"too long, and asked for": {accuracy: computes, flags: map[string]string{"challenge-limit": "30s", "challenge": "always"}, reason: repro.Identical, trainings: 2},
		"the changed value is refused": {accuracy: computes, reason: repro.Identical, trainings: 3, said: "with lr = 0.25",
			change: func(number int, training *train.Training) {
				if number == 2 {
					training.Execution.Status = repro.ExecFailed
				}
			}},
		"other stages": {accuracy: computes, reason: repro.NotProven, trainings: 3, said: "ran other stages (fit) than the judged one (none)",
			change: func(number int, training *train.Training) {
				if number > 1 {
					training.Execution.Executed = []string{"fit"}
				}
			}},
		"other programs": {accuracy: computes, reason: repro.NotProven, trainings: 3, said: "ran other programs (train.py) than the judged one (none)",
			change: func(number int, training *train.Training) {
				training.Programs = []string{}
				if number > 1 {
					training.Programs = []string{"train.py"}
				}
			}},
		"a kept model that is trained further": {accuracy: byRate, reason: repro.Identical, trainings: 3, said: "with lr = 0.25",
			change: keeps},
		"a kept model, and a named param": {accuracy: byRate, flags: map[string]string{"challenge": "lr"}, reason: repro.Identical, trainings: 2, said: "with lr = 0.25",
			change: keeps},
		"a kept model that is only scored": {accuracy: putBack, reason: repro.NotProven, trainings: 4, said: "base.pt, which keep asked for",
			change: keeps},
		"a kept model in a training that nobody saw": {accuracy: byRate, reason: repro.NotProven, trainings: 1, said: "not seen to read its params",
			change: func(_ int, training *train.Training) { training.Kept = []string{"base.pt"} }},
		"a kept model, and no challenge": {accuracy: byRate, flags: map[string]string{"challenge": "off"}, reason: repro.NotProven, trainings: 1, said: "let --challenge PARAM change what it trains with",
			change: keeps},
		"it read a young file of elsewhere": {accuracy: byRate, reason: repro.Identical, trainings: 3, said: "with lr = 0.25",
			change: reads("/home/ada/d.npz")},
		"it read its results of elsewhere": {accuracy: putBack, reason: repro.NotProven, trainings: 4, said: "keep an input with --keep /home/ada/w.json",
			change: reads("/home/ada/w.json")},
		"it read them from a store that has those of its params": {accuracy: computes, reason: repro.NotProven, trainings: 3, said: "wrote /home/ada/*.db",
			change: func(number int, training *train.Training) {
				reads("/home/ada/fit.db")(number, training)
				training.Trace = &observe.Trace{}
				if number > 1 {
					training.WroteBeside = []string{"/home/ada/*.db"}
				}
			}},
		"it read the file of its params alone": {accuracy: computes, reason: repro.NotProven, trainings: 3, said: "did not read /home/ada/preds-200.csv, which the judged one read",
			change: func(number int, training *train.Training) {
				if number == 1 {
					reads("/home/ada/preds-200.csv")(number, training)
				}
			}},
		"it read a young file of elsewhere, and no challenge": {accuracy: byRate, flags: map[string]string{"challenge": "off"}, reason: repro.NotProven, trainings: 1, said: "may be of an earlier training",
			change: reads("/home/ada/d.npz")},
		"it read a cache, which no challenge answers": {accuracy: computes, reason: repro.NotProven, trainings: 1, said: "outside of the checkout and there before it",
			change: func(_ int, training *train.Training) { training.Carried = []string{"/home/ada/.cache/m.json"} }},
		"it read a cache, and a challenge was asked for": {accuracy: computes, flags: map[string]string{"challenge": "lr"}, reason: repro.NotProven, trainings: 1, said: "the challenge that was asked for was not made",
			change: func(_ int, training *train.Training) { training.Carried = []string{"/home/ada/.cache/m.json"} }},
		"the judged one was quick": {accuracy: computes, reason: repro.NotProven, trainings: 3, said: "much longer than the judged one (1m0s), which may have had its results from a cache; if the machine was busy",
			change: func(number int, training *train.Training) {
				if number > 1 {
					training.Execution.Ended = training.Execution.Started.Add(time.Hour)
				}
			}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			s.Logged[0].Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.9777777777777777})
			old := train.EarlierContent{Where: "metrics.json in main", Data: []byte(`{"accuracy": 0.9777777777777777}`)}
			d.train = func(number int, plan repro.Plan) train.Training {
				params := map[string]string{}
				for _, param := range plan.Original.Params {
					params[param.Name] = param.Value
				}
				training := flowtest.Succeeded()
				training.Files = fstest.MapFS{"metrics/metrics.json": {Data: fmt.Appendf(nil, `{"accuracy": %v}`, tt.accuracy(params))}}
				training.Wrote = func(string) bool { return true }
				training.Earlier = func(string) []train.EarlierContent { return []train.EarlierContent{old} }
				if tt.change != nil {
					tt.change(number, &training)
				}
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, tt.flags))
			if errors.As(err, new(*NameError)) && tt.trainings == 0 && len(d.trainings) == 0 && strings.Contains(err.Error(), tt.said) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			said := saidOf(result)
			if result.Reason != tt.reason || len(d.trainings) != tt.trainings || !strings.Contains(said, tt.said) {
				t.Errorf("%s, %s after %d trainings: %s\n%s", result.Verdict, result.Reason, len(d.trainings), judge.Summary(result), said)
			}
			for i, plan := range d.trainings[1:] {
				if want := fmt.Sprintf("-challenge%d", i+1); !strings.HasSuffix(plan.Branch, want) || plan.ID == d.trainings[0].ID {
					t.Errorf("challenge %d has the branch %s and the id %s", i+1, plan.Branch, plan.ID)
				}
			}
		})
	}
}

// TestChallenge_asked: where other witnesses have proof, a challenge is made all the same
// unless it is off; and an accuracy that stays whatever is trained takes proof away, where no
// model was made.
func TestChallenge_asked(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		challenge string
		other     float64
		trainings int
		proof     bool
		model     bool
		reason    repro.Reason
	}{
		"not asked":                     {"auto", 0.93, 2, true, false, repro.Identical},
		"not asked, and off":            {"off", 0.93, 1, false, false, repro.Identical},
		"not asked, and stays":          {"auto", 0.9777777777777777, 4, false, false, repro.NotProven},
		"not asked, stays, and a model": {"auto", 0.9777777777777777, 4, false, true, repro.Identical},
		"moves":                         {"always", 0.93, 2, true, false, repro.Identical},
		"stays":                         {"epochs", 0.9777777777777777, 3, false, false, repro.NotProven}, // whoever asks for proof is not told "reproduced" without
		"stays for all of them":         {"always", 0.9777777777777777, 4, false, true, repro.NotProven},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			s.Logged[0].Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.9777777777777777})
			d.train = func(number int, plan repro.Plan) train.Training {
				accuracy := 0.9777777777777777
				if number > 1 {
					accuracy = tt.other
				}
				s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"accuracy": accuracy}))
				training := flowtest.Succeeded()
				if tt.model {
					training.ModelsMade = []string{"model.pkl"}
				}
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"challenge": tt.challenge}))
			if err != nil {
				t.Fatal(err)
			}
			last := result.Evidence[len(result.Evidence)-1]
			for _, gate := range result.Evidence {
				if gate.Name == evidence.NumbersComputed {
					last = gate
				}
			}
			if result.Reason != tt.reason || len(d.trainings) != tt.trainings || strings.Contains(last.Text, "came out as") != tt.proof {
				t.Errorf("%s after %d trainings; %+v; %q", result.Reason, len(d.trainings), last, result.Warnings)
			}
		})
	}
}

// TestChallenge_ofAPart: a param of the evaluation moves one number and leaves
// the loss of an old model as it was: that is no proof of the loss.
func TestChallenge_ofAPart(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		moves  string // the param that moves the loss
		reason repro.Reason
	}{
		"an old model's loss": {"none", repro.NotProven},
		"each by its param":   {"lr", repro.Identical},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			before := map[string]float64{"accuracy": 0.9777777777777777, "loss": 0.4142135623730951}
			s.Logged[0].Metrics = repro.NewMetrics(before)
			old := train.EarlierContent{Where: "metrics.json in main", Data: []byte(`{"accuracy": 0.9777777777777777, "loss": 0.4142135623730951}`)}
			d.train = func(_ int, plan repro.Plan) train.Training {
				accuracy, loss := before["accuracy"], before["loss"]
				if v, _ := plan.Original.Params.Get("epochs"); v != "200" {
					accuracy = 0.9
				}
				if v, _ := plan.Original.Params.Get(tt.moves); tt.moves == "lr" && v != "0.5" {
					loss = 0.5772156649015329
				}
				training := flowtest.Succeeded()
				training.Files = fstest.MapFS{"metrics/metrics.json": {Data: fmt.Appendf(nil, `{"accuracy": %v, "loss": %v}`, accuracy, loss)}}
				training.Wrote = func(string) bool { return true }
				training.Earlier = func(string) []train.EarlierContent { return []train.EarlierContent{old} }
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, nil))
			if err != nil {
				t.Fatal(err)
			}
			if result.Reason != tt.reason || len(d.trainings) != 3 || tt.reason == repro.NotProven && !strings.Contains(judge.Summary(result), "nothing moved loss") {
				t.Errorf("%s after %d trainings: %s", result.Reason, len(d.trainings), judge.Summary(result))
			}
		})
	}
}
