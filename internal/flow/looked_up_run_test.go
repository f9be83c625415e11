package flow

import (
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

const earlierID = "fedcba9876543210fedcba9876543210"

// TestMetRun: a training that looks up a run with its own numbers may have logged
// them again, until a challenge by the same steps, or what was seen, says otherwise.
func TestMetRun(t *testing.T) {
	t.Parallel()
	saw := func(read ...string) *observe.Trace {
		trace := observe.Observation{Files: map[string]system.File{}}
		for _, file := range read {
			trace.Files[file] = system.File{Read: true}
		}
		made := trace.Trace(read)
		return &made
	}
	noData := func([]string, string) observe.Finding { return observe.Finding{Lacks: []string{"it"}} }
	proof := func([]string, string) observe.Finding { return observe.Finding{Programs: []string{"train.py"}} }
	for name, tt := range map[string]struct {
		change    func(number int, training *train.Training)
		flags     map[string]string
		constant  bool // the challenge moves nothing
		reason    repro.Reason
		trainings int
		said      string
	}{
		"the original": {reason: repro.Identical, trainings: 2, change: func(_ int, training *train.Training) { training.MetRuns = []string{flowtest.OriginalID} }},
		"the original, and no number moves": {constant: true, reason: repro.NotProven, trainings: 4, said: "looked up run " + flowtest.OriginalID,
			change: func(_ int, training *train.Training) { training.MetRuns = []string{flowtest.OriginalID} }},
		"no challenge": {flags: map[string]string{"challenge": "off"}, reason: repro.NotProven, trainings: 1, said: "--challenge is off",
			change: func(_ int, training *train.Training) { training.MetRuns = []string{flowtest.OriginalID} }},
		"an earlier repeat": {constant: true, reason: repro.NotProven, trainings: 4, said: "looked up run " + earlierID,
			change: func(_ int, training *train.Training) { training.MetRuns = []string{earlierID} }},
		"the original, read before it had numbers": {reason: repro.NotProven, trainings: 1, said: "read run " + flowtest.OriginalID,
			change: func(_ int, training *train.Training) {
				training.MetRuns, training.TakenFrom = []string{flowtest.OriginalID}, []string{flowtest.OriginalID}
			}},
		"an earlier repeat, read before it had numbers": {reason: repro.NotProven, trainings: 1, said: "before its own were logged",
			change: func(_ int, training *train.Training) { training.TakenFrom = []string{earlierID} }},
		"a run with other numbers, read before it had numbers": {reason: repro.Identical, trainings: 2,
			change: func(_ int, training *train.Training) { training.TakenFrom = []string{strings.Repeat("9", 32)} }},
		"the original, read by a training that made a model": {reason: repro.Identical, trainings: 2, change: func(_ int, training *train.Training) {
			training.TakenFrom, training.ModelsMade, training.Observed = []string{flowtest.OriginalID}, []string{"m.pkl"}, proof
		}},
		"an artifact of the original, and a challenge that reads it too moves": {reason: repro.Identical, trainings: 2,
			change: func(_ int, training *train.Training) { training.Fetched = []string{flowtest.OriginalID} }},
		"an artifact of the original, and a challenge reads none": {reason: repro.NotProven, trainings: 3, said: "did not read an artifact of run " + flowtest.OriginalID,
			change: func(number int, training *train.Training) {
				if number == 1 {
					training.Fetched = []string{flowtest.OriginalID}
				}
			}},
		"an artifact of the original, and no number moves, though it made a model": {constant: true, reason: repro.NotProven, trainings: 4, said: "read an artifact of run " + flowtest.OriginalID,
			change: func(_ int, training *train.Training) {
				training.Fetched, training.ModelsMade, training.Observed = []string{flowtest.OriginalID}, []string{"m.pkl"}, proof
			}},
		"an artifact of the original, and no challenge": {flags: map[string]string{"challenge": "off"}, reason: repro.NotProven, trainings: 1, said: "--challenge is off",
			change: func(_ int, training *train.Training) { training.Fetched = []string{flowtest.OriginalID} }},
		"a model that the original logged, and no challenge": {flags: map[string]string{"challenge": "off"}, reason: repro.NotProven, trainings: 1, said: "an artifact of run " + flowtest.OriginalID,
			change: func(_ int, training *train.Training) { training.Fetched = []string{"m-" + flowtest.OriginalID} }},
		"a logged model that nobody knows": {reason: repro.Identical, trainings: 2,
			change: func(_ int, training *train.Training) { training.Fetched = []string{"m-" + strings.Repeat("7", 32)} }},
		"an artifact of a run with other numbers": {flags: map[string]string{"challenge": "off"}, reason: repro.Identical, trainings: 1,
			change: func(_ int, training *train.Training) { training.Fetched = []string{strings.Repeat("9", 32)} }},
		"a run with other numbers": {reason: repro.Identical, trainings: 2,
			change: func(_ int, training *train.Training) { training.MetRuns = []string{strings.Repeat("9", 32)} }},
		"a run that nobody knows": {reason: repro.Identical, trainings: 2,
			change: func(_ int, training *train.Training) { training.MetRuns = []string{strings.Repeat("8", 32)} }},
		"it read no data and made no model, and only an accuracy stays": {constant: true, reason: repro.NotProven, trainings: 4,
			change: func(_ int, training *train.Training) { training.Observed = noData }},
		"it read no data and made no model, and a number moves": {reason: repro.Identical, trainings: 2,
			change: func(_ int, training *train.Training) { training.Observed = noData }},
		"it read no data, and no number moves, but it made a model": {constant: true, reason: repro.Identical, trainings: 4, change: func(_ int, training *train.Training) {
			training.ModelsMade, training.Observed = []string{"m.pkl"}, noData
		}},
		"it was seen to train, and made a model": {reason: repro.Identical, trainings: 2, change: func(_ int, training *train.Training) {
			training.MetRuns, training.ModelsMade, training.Observed = []string{flowtest.OriginalID}, []string{"m.pkl"}, proof
		}},
		"it was seen to train, and made no model": {constant: true, reason: repro.NotProven, trainings: 4, change: func(_ int, training *train.Training) {
			training.MetRuns, training.Observed = []string{flowtest.OriginalID}, proof
		}},
		"the challenge read more": {reason: repro.NotProven, trainings: 3, said: "does what the judged one did not (read data.csv)", change: func(number int, training *train.Training) {
			training.MetRuns, training.Trace = []string{flowtest.OriginalID}, saw("train.py")
			if number > 1 {
				training.Trace = saw("train.py", "data.csv")
			}
		}},
		"the challenge made a model": {reason: repro.NotProven, trainings: 3, said: "(made a model)", change: func(number int, training *train.Training) {
			training.MetRuns = []string{flowtest.OriginalID}
			if number > 1 {
				training.ModelsMade = []string{"m.pkl"}
			}
		}},
		"the challenge made a model, where the judged one wrote the commit's again": {reason: repro.Identical, trainings: 2, change: func(number int, training *train.Training) {
			training.MetRuns, training.Trace = []string{flowtest.OriginalID}, saw("train.py")
			training.Observed = proof
			if training.ModelsAgain = []string{"m.pkl"}; number > 1 {
				training.ModelsMade, training.ModelsAgain = []string{"m.pkl"}, nil
			}
		}},
		"the challenge made another model than that": {reason: repro.NotProven, trainings: 3, said: "(made a model)", change: func(number int, training *train.Training) {
			training.MetRuns, training.Trace = []string{flowtest.OriginalID}, saw("train.py")
			training.Observed = proof
			if training.ModelsAgain = []string{"other.pkl"}; number > 1 {
				training.ModelsMade, training.ModelsAgain = []string{"m.pkl"}, nil
			}
		}},
		"it read no data, and a challenge did": {reason: repro.NotProven, trainings: 2, said: "does what the judged one did not (read data.csv)", change: func(number int, training *train.Training) {
			training.Observed = func([]string, string) observe.Finding {
				return observe.Finding{Lacks: []string{"no data"}}
			}
			training.Trace = saw("train.py")
			if number > 1 {
				training.Trace = saw("train.py", "data.csv")
			}
		}},
		"it reads no data, and a challenge neither": {reason: repro.Identical, trainings: 2, change: func(_ int, training *train.Training) {
			training.Observed = func([]string, string) observe.Finding {
				return observe.Finding{Lacks: []string{"no data"}}
			}
			training.Trace = saw("train.py")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			earlier := func(id string, loss float64) repro.Run {
				run := flowtest.Original
				run.ID, run.Started = id, flowtest.Today.Add(-time.Hour)
				run.Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.9777777777777777, "loss": loss})
				return run
			}
			s.Logged = append(s.Logged, earlier(earlierID, 0.125), earlier(strings.Repeat("9", 32), 0.5))
			d.train = func(number int, plan repro.Plan) train.Training {
				loss := 0.125
				if number > 1 && !tt.constant {
					loss = 0.3
				}
				s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"accuracy": 0.9777777777777777 - loss/100 + 0.00125, "loss": loss}))
				training := flowtest.Succeeded()
				tt.change(number, &training)
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, tt.flags))
			if err != nil {
				t.Fatal(err)
			}
			said := saidOf(result)
			if result.Reason != tt.reason || len(d.trainings) != tt.trainings || !strings.Contains(said, tt.said) {
				t.Errorf("%s, %s after %d trainings: %s\n%s", result.Verdict, result.Reason, len(d.trainings), result.Detail, said)
			}
		})
	}
}

// TestMetRun_child: a parent that has the numbers of a child of the original, and made no such
// child itself, may have found that one in the store.
func TestMetRun_child(t *testing.T) {
	t.Parallel()
	const childLoss = 0.125
	for name, tt := range map[string]struct {
		before, anew float64 // losses of the children of the original and of the training; 0 for none
		reason       repro.Reason
	}{
		"the original's child alone": {childLoss, 0, repro.NotProven},
		"the training made it too":   {childLoss, childLoss, repro.Identical},
		"the training made another":  {childLoss, 0.5, repro.NotProven},
		"a child with other numbers": {0.5, 0, repro.Identical},
		"no children":                {0, 0, repro.Identical},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			child := func(id, parent string, loss float64) {
				if loss != 0 {
					s.Logged = append(s.Logged, repro.Run{ID: strings.Repeat(id, 32), Tags: map[string]string{lineage.MlflowParent: parent}, Started: flowtest.Today,
						Metrics: repro.NewMetrics(map[string]float64{"accuracy": 0.9777777777777777, "loss": loss})})
				}
			}
			child("8", flowtest.OriginalID, tt.before)
			d.train = func(number int, plan repro.Plan) train.Training {
				loss, accuracy := 0.125, 0.9777777777777777
				if number > 1 {
					loss, accuracy = 0.3, 0.9
				}
				run := rerunOf(plan, number, map[string]float64{"accuracy": accuracy, "loss": loss})
				s.Logged = append(s.Logged, run)
				if number == 1 {
					child("7", run.ID, tt.anew)
				}
				return flowtest.Succeeded()
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, nil))
			if err != nil {
				t.Fatal(err)
			}
			said := saidOf(result)
			if result.Reason != tt.reason || (tt.reason == repro.NotProven) != strings.Contains(said, "a child of the original") {
				t.Errorf("%s, %s: %s\n%s", result.Verdict, result.Reason, result.Detail, said)
			}
		})
	}
}

// TestMovements_speakAgainst: what challenges say of a training that has proof.
func TestMovements_speakAgainst(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		m    movements
		want bool
	}{
		"a loss stays, whichever of two params is changed":      {movements{needed: []string{"loss"}, stayed: 2}, true},
		"one of two could not be made":                          {movements{needed: []string{"loss"}, stayed: 1}, false},
		"an accuracy stays":                                     {movements{stayed: 2}, false},
		"it does more than the judged one":                      {movements{less: true}, true},
		"it moved the loss":                                     {movements{proofs: []string{"x"}}, false},
		"one takes much longer, and the other moves the loss":   {movements{needed: []string{}, slower: 1, proofs: []string{"x"}}, false},
		"both take much longer":                                 {movements{needed: []string{"loss"}, slower: 2}, true},
		"a learning rate left the loss, and a seed moves it":    {movements{loss: true, unused: []string{"lr"}, stayed: 1, proofs: []string{"seed"}}, true},
		"two of fitting left the loss, and a seed moves it":     {movements{loss: true, unused: []string{"epochs", "max_depth"}, stayed: 2, proofs: []string{"seed"}}, true},
		"a learning rate left the loss, and epochs move it":     {movements{loss: true, unused: []string{"lr"}, fits: true, stayed: 1, proofs: []string{"epochs"}}, false},
		"the fit ends by itself, and a seed moves the loss":     {movements{loss: true, unused: []string{"epochs"}, stayed: 1, proofs: []string{"seed"}}, false},
		"a learning rate left an accuracy, and a seed moves it": {movements{unused: []string{"lr"}, stayed: 1, proofs: []string{"seed"}}, false},
		"one takes much longer, and an accuracy stays":          {movements{slower: 1, stayed: 1}, true},
	} {
		if got := tt.m.speakAgainst(2); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
