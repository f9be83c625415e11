package flow

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestBaseline: runs made on purpose count as originals if they are like the
// original, trained the same, and nothing recorded has changed since.
func TestBaseline(t *testing.T) {
	t.Parallel()
	noisy := []float64{0.1255, 0.1262, 0.1248, 0.1251, 0.1259}
	for name, tt := range map[string]struct {
		losses []float64
		change func(*repro.Run) // of the original, as it was recorded
		fails  int              // the training of this number fails
		cached int              // the training of this number read what an earlier one left
		digest string           // of the data that the trainings read, where it is not the original's
		reason string
	}{
		"noisy":              {losses: noisy},
		"always the same":    {losses: []float64{0.125, 0.125, 0.125, 0.125, 0.125}},
		"far from it":        {losses: []float64{0.5255, 0.5262, 0.5248, 0.5251, 0.5259}, reason: "differ from the original"},
		"no recorded data":   {losses: noisy, change: func(r *repro.Run) { r.Datasets = nil }, reason: "no dataset"},
		"no recorded commit": {losses: noisy, change: func(r *repro.Run) { r.Tags = map[string]string{} }, reason: "no commit"},
		"all from a cache":   {losses: noisy, cached: 1, reason: "could not be verified"},
		"one from a cache":   {losses: noisy, cached: 4, reason: "could not be verified"},
		"one training fails": {losses: noisy, fails: 3, reason: "could not be verified"},
		"other data":         {losses: noisy, digest: "2", reason: "have changed since the original: iris"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := varied(t, nil, nil)
			if tt.change != nil {
				tt.change(&s.Logged[0])
			}
			d.train = func(number int, plan repro.Plan) train.Training {
				if number == tt.fails {
					return train.Training{Execution: repro.Execution{Name: "train", Status: repro.ExecFailed}}
				}
				run := rerunOf(plan, number, map[string]float64{"loss": tt.losses[number-1]})
				if tt.digest != "" {
					run.Datasets = []repro.Dataset{{Name: "iris", Digest: tt.digest, Context: "training"}}
				}
				s.Logged = append(s.Logged, run)
				training := flowtest.Succeeded()
				if number == tt.cached {
					training.Carried = []string{"/home/ada/.cache/churn/fit.pkl"}
				}
				return training
			}
			made, err := f.MakeBaseline(t.Context(), benchSettings(t, map[string]string{"repeats": "5", "diagnose": "off"}))
			if err != nil {
				t.Fatal(err)
			}
			marked := slices.DeleteFunc(slices.Clone(s.Logged), func(r repro.Run) bool { return r.Tags[repro.BaselineTag] != flowtest.OriginalID })
			if tt.reason != "" {
				if !strings.Contains(made.Reason, tt.reason) || len(marked) > 0 {
					t.Errorf("%q, %d marked; %s", made.Reason, len(marked), judge.Summary(made.Result))
				}
				return
			}
			if made.Reason != "" || made.Counted != 5 || len(marked) != 5 || len(d.trainings) != 5 {
				t.Errorf("%q; %d counted, %d marked, %d trainings", made.Reason, made.Counted, len(marked), len(d.trainings))
			}
		})
	}
}

// TestBaselineCounts: a later difference is held against the baseline, named;
// the check that made it is not counted a second time, nor the run itself.
func TestBaselineCounts(t *testing.T) {
	t.Parallel()
	f, d, s := varied(t, nil, map[repro.Verdict][]float64{repro.Reproduced: {0.1255}})
	marked := rerunOf(repro.Plan{ID: "x", Original: s.Logged[0]}, 77, nil)
	f.Past[0].Run = marked.ID
	for i, loss := range []float64{0.1255, 0.1262, 0.1248} {
		run := marked
		if i > 0 {
			run.ID = strings.Repeat(string(rune('a'+i)), 32)
		}
		run.Metrics = repro.NewMetrics(map[string]float64{"loss": loss})
		run.Tags = map[string]string{repro.IDTag: "x", repro.OriginalTag: flowtest.OriginalID, repro.BaselineTag: flowtest.OriginalID}
		s.Logged = append(s.Logged, run)
	}
	other := marked // made for another original
	other.ID, other.Tags = strings.Repeat("e", 32), map[string]string{repro.IDTag: "x", repro.BaselineTag: strings.Repeat("e", 32)}
	s.Logged = append(s.Logged, other)
	d.train = func(number int, plan repro.Plan) train.Training {
		s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"loss": 0.126}))
		return flowtest.Succeeded()
	}
	result, err := f.Reproduce(t.Context(), benchSettings(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if result.Reason != repro.WithinNoise || !slices.ContainsFunc(result.Warnings, func(w string) bool { return strings.HasSuffix(w, "the original and 3 baseline runs") }) {
		t.Errorf("%s, %s: %s; %q", result.Verdict, result.Reason, judge.Summary(result), result.Warnings)
	}
}

// TestBaselineOfALocalStore: nothing is trained for runs that cannot be marked.
func TestBaselineOfALocalStore(t *testing.T) {
	t.Parallel()
	f, d, s := varied(t, nil, nil)
	s.Closed = true
	_, err := f.MakeBaseline(t.Context(), benchSettings(t, map[string]string{"repeats": "5"}))
	if err == nil || !strings.Contains(err.Error(), "mlflow server --backend-store-uri") || len(d.trainings) > 0 {
		t.Errorf("%v after %d trainings", err, len(d.trainings))
	}
}
