package flow

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestChallenge_ofAFit: where a model or a file of before may be the fit, only a param that
// fitting alone uses shows that it was none. The split, the batch and the number of trees
// move the score of an old model as well.
func TestChallenge_ofAFit(t *testing.T) {
	t.Parallel()
	kept := func(_ int, training *train.Training) {
		training.Kept = []string{"base.pt"}
		training.Observed = func([]string, string) observe.Finding { return observe.Finding{Programs: []string{"train.py"}} }
	}
	read := func(_ int, training *train.Training) { training.Doubtful = []string{"/home/ada/w.json"} }
	printed := func(_ int, training *train.Training) { training.Printed = []string{"fits:out/model.pkl"} }
	readAnother := func(number int, training *train.Training) {
		training.Trace, training.Doubtful = &observe.Trace{}, []string{fmt.Sprintf("/home/ada/w%d.json", number)}
	}
	for name, tt := range map[string]struct {
		params    map[string]string
		moves     string
		challenge string
		change    func(int, *train.Training)
		reason    repro.Reason
		trainings int
		said      string
	}{
		"the batch of a kept model":           {map[string]string{"lr": "0.5", "batch_size": "16"}, "batch_size", "auto", kept, repro.NotProven, 2, "lr = 0.25 in place of 0.5 left every number"},
		"the batch of a kept model, by name":  {map[string]string{"lr": "0.5", "batch_size": "16"}, "batch_size", "batch_size", kept, repro.NotProven, 1, "what only fitting uses"},
		"the split of a fit that git printed": {map[string]string{"lr": "0.5", "test_size": "0.2"}, "test_size", "auto", printed, repro.NotProven, 2, "git gave the training fits:out/model.pkl, of another commit, which may be of an earlier training: have the trained commit hold an input, or keep it with --keep out/model.pkl"},
		"the split of a fit that was read":    {map[string]string{"lr": "0.5", "test_size": "0.2"}, "test_size", "auto", read, repro.NotProven, 2, "keep an input with --keep /home/ada/w.json"},
		"its trees":                           {map[string]string{"n_estimators": "50"}, "n_estimators", "auto", read, repro.NotProven, 1, "what only fitting uses"},
		"its seed":                            {map[string]string{"seed": "5"}, "seed", "seed", read, repro.NotProven, 1, "what only fitting uses"},
		"another fit for another value":       {map[string]string{"lr": "0.5"}, "lr", "auto", readAnother, repro.NotProven, 2, "read /home/ada/w2.json"},
		"an input, by the rate":               {map[string]string{"test_size": "0.2", "n_estimators": "9", "seed": "5", "lr": "0.5"}, "lr", "auto", read, repro.Identical, 2, "with lr = 0.25"},
		"a kept model, by a name of its own":  {map[string]string{"lora_rank": "16"}, "lora_rank", "lora_rank", kept, repro.Identical, 2, "with lora_rank = 8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := newBench()
			text := ""
			for key, value := range tt.params {
				text += key + ": " + value + "\n"
			}
			d.files = fstest.MapFS{"params.yaml": {Data: []byte(text)}}
			s.Logged = []repro.Run{flowtest.Original}
			s.Logged[0].Params = repro.NewParams(maps.Clone(tt.params))
			s.Logged[0].Metrics = repro.NewMetrics(map[string]float64{"accuracy": 0.9777777777777777})
			d.train = func(number int, plan repro.Plan) train.Training {
				accuracy := 0.9777777777777777
				if value, _ := plan.Original.Params.Get(tt.moves); value != tt.params[tt.moves] {
					accuracy = 0.91
				}
				training := flowtest.Succeeded()
				training.Files = fstest.MapFS{"metrics/metrics.json": {Data: fmt.Appendf(nil, `{"accuracy": %v}`, accuracy)}}
				training.Wrote = func(string) bool { return true }
				tt.change(number, &training)
				return training
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"challenge": tt.challenge}))
			if err != nil {
				t.Fatal(err)
			}
			all := saidOf(result)
			if result.Reason != tt.reason || len(d.trainings) != tt.trainings || !strings.Contains(all, tt.said) {
				t.Errorf("%s, %s after %d trainings:\n%s", result.Verdict, result.Reason, len(d.trainings), all)
			}
		})
	}
}
