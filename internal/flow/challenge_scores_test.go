package flow

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestChallenge_scoresOnly: an old model that is scored on another split has other numbers with
// another seed, and the same with another learning rate. That is no fit, whether a run logged
// the numbers or a file alone has them.
func TestChallenge_scoresOnly(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		params string // name=value
		moves  string // those that move the loss
		reason repro.Reason
	}{
		"another seed, and no rate":            {"lr=0.5 seed=7", "seed", repro.NotProven},
		"another seed, and no rounds or depth": {"epochs=200 max_depth=8 seed=7", "seed", repro.NotProven},
		"the rate":                             {"lr=0.5 seed=7", "lr seed", repro.Identical},
		"a fit that ends by itself":            {"epochs=200 seed=7", "seed", repro.Identical},
		"a rate of a model that is not chosen": {"model=ridge nn.lr=0.5 ridge.alpha=1.5", "ridge.alpha", repro.Identical},
		"a rate of any model":                  {"nn.lr=0.5 ridge.alpha=1.5", "ridge.alpha", repro.NotProven},
		"nothing else that is fitted with":     {"seed=7", "seed", repro.Identical},
	} {
		for _, logs := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, logged %t", name, logs), func(t *testing.T) {
				t.Parallel()
				params, text := map[string]string{}, ""
				for param := range strings.FieldsSeq(tt.params) {
					key, value, _ := strings.Cut(param, "=")
					params[key] = value
					text += key + ": " + value + "\n"
				}
				f, d, s := newBench()
				d.files = fstest.MapFS{"params.yaml": {Data: []byte(text)}}
				s.Logged = []repro.Run{flowtest.Original}
				s.Logged[0].Params = repro.NewParams(maps.Clone(params))
				s.Logged[0].Metrics = repro.NewMetrics(map[string]float64{"loss": 0.4142135623730951})
				old := train.EarlierContent{Where: "metrics.json in main", Data: []byte(`{"loss": 0.4142135623730951}`)}
				d.train = func(number int, plan repro.Plan) train.Training {
					loss := 0.4142135623730951
					for moving := range strings.FieldsSeq(tt.moves) {
						if value, has := plan.Original.Params.Get(moving); has && value != params[moving] {
							loss = 0.5772156649015329
						}
					}
					training := flowtest.Succeeded()
					if logs {
						s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"loss": loss}))
						return training
					}
					training.Files = fstest.MapFS{"metrics/metrics.json": {Data: fmt.Appendf(nil, `{"loss": %v}`, loss)}}
					training.Wrote = func(string) bool { return true }
					training.Earlier = func(string) []train.EarlierContent { return []train.EarlierContent{old} }
					return training
				}
				result, err := f.Reproduce(t.Context(), benchSettings(t, nil))
				if err != nil {
					t.Fatal(err)
				}
				if named := strings.Contains(result.Detail, "name it: --challenge "+tt.moves); logs && named != (tt.reason == repro.NotProven) {
					t.Errorf("the way out: %s", result.Detail)
				}
				if result.Reason != tt.reason {
					t.Errorf("%s, %s: %s", result.Verdict, result.Reason, result.Detail)
				}
			})
		}
	}
}
