package flow

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/flow/flowtest"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

const original40 = "0123456789abcdef0123456789abcdef01234567"

// varied puts an original with a recorded commit on the bench, siblings of it
// with these losses beside it, and earlier checks that ended so.
func varied(t *testing.T, siblings []float64, past map[repro.Verdict][]float64) (*Flow, *desk, *flowtest.Store) {
	t.Helper()
	f, d, s := newBench()
	first := flowtest.Original
	first.Metrics = repro.NewMetrics(map[string]float64{"loss": 0.125})
	first.Tags = map[string]string{"mlflow.source.git.commit": original40}
	first.Datasets = []repro.Dataset{{Name: "iris", Digest: "1", Context: "training"}}
	s.Logged = []repro.Run{first}
	for i, loss := range siblings {
		run := first
		run.ID = strings.Repeat(string(rune('a'+i)), 32)
		run.Metrics = repro.NewMetrics(map[string]float64{"loss": loss})
		s.Logged = append(s.Logged, run)
	}
	n := 0
	for _, verdict := range []repro.Verdict{repro.Reproduced, repro.Drifted} {
		for _, loss := range past[verdict] {
			n++
			f.Past = append(f.Past, repro.Record{
				Past: repro.Past{At: flowtest.Today.AddDate(0, 0, -n), Verdict: verdict}, Original: flowtest.OriginalID, Commit: original40,
				Runs: []repro.Metrics{repro.NewMetrics(map[string]float64{"loss": loss})},
			})
		}
	}
	return f, d, s
}

// TestOneRunAgainstWhatIsKnown: a difference of one re-run is no drift where
// runs of this model are known to vary as much, and says against what it was
// held; where nothing is known it stays one.
func TestOneRunAgainstWhatIsKnown(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		siblings []float64
		past     map[repro.Verdict][]float64
		loss     float64
		verdict  repro.Verdict
		reason   repro.Reason
		named    string
	}{
		"nothing is known":       {nil, nil, 0.126, repro.Drifted, repro.MetricsOutsideTolerance, ""},
		"one sibling is nothing": {[]float64{0.1255}, nil, 0.126, repro.Drifted, repro.MetricsOutsideTolerance, ""},
		"siblings vary as much":  {[]float64{0.1255, 0.1262, 0.1248}, nil, 0.126, repro.Reproduced, repro.WithinNoise, "the original and 3 sibling runs with the same params"},
		"siblings vary less":     {[]float64{0.1255, 0.1262, 0.1248}, nil, 0.2, repro.Drifted, repro.MetricsOutsideTolerance, "3 sibling runs"},
		"few digits do not vary": {[]float64{0.125, 0.125}, nil, 0.126, repro.Unverified, repro.NoiseTooLarge, "2 sibling runs"}, // by chance up to once in eight
		"earlier checks vary":    {nil, map[repro.Verdict][]float64{repro.Reproduced: {0.1255, 0.1262, 0.1248}}, 0.126, repro.Reproduced, repro.WithinNoise, "3 earlier reproductions"},
		"what drifted is no original": {nil, map[repro.Verdict][]float64{repro.Drifted: {0.1255, 0.1262, 0.1248}}, 0.126,
			repro.Drifted, repro.MetricsOutsideTolerance, ""},
		"both": {[]float64{0.1255}, map[repro.Verdict][]float64{repro.Reproduced: {0.1262}}, 0.126, repro.Reproduced, repro.WithinNoise,
			"1 sibling run with the same params, commit and data and 1 earlier reproduction"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, d, s := varied(t, tt.siblings, tt.past)
			d.train = func(number int, plan repro.Plan) train.Training {
				s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"loss": tt.loss}))
				return flowtest.Succeeded()
			}
			result, err := f.Reproduce(t.Context(), benchSettings(t, nil))
			if err != nil {
				t.Fatal(err)
			}
			said := slices.ContainsFunc(result.Warnings, func(w string) bool { return tt.named != "" && strings.Contains(w, tt.named) })
			if result.Verdict != tt.verdict || result.Reason != tt.reason || said != (tt.named != "") {
				t.Errorf("%s, %s: %s; %q", result.Verdict, result.Reason, judge.Summary(result), result.Warnings)
			}
			compared, err := f.CompareRuns(t.Context(), benchSettings(t, nil).Comparing, result.Original, result.Reproduction)
			if err != nil {
				t.Fatal(err)
			}
			if compared.Verdict != tt.verdict || compared.Reason != tt.reason {
				t.Errorf("compared: %s, %s: %s", compared.Verdict, compared.Reason, judge.Summary(compared))
			}
		})
	}
}

// TestPrice: what repeats may cost is said before the first training.
func TestPrice(t *testing.T) {
	t.Parallel()
	f, d, s := varied(t, nil, nil)
	var steps []string
	f.Say = func(text string) { steps = append(steps, text) }
	d.train = func(number int, plan repro.Plan) train.Training {
		steps = append(steps, "train")
		s.Logged = append(s.Logged, rerunOf(plan, number, map[string]float64{"loss": 0.125}))
		return flowtest.Succeeded()
	}
	if _, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"repeats": "auto"})); err != nil {
		t.Fatal(err)
	}
	at := slices.Index(steps, "repeats: at most 8 trainings; the check stops as soon as the verdict is clear, most often after 3; the original took 1m0s, so about 8m0s at most")
	if trained := slices.Index(steps, "train"); at < 0 || trained < at {
		t.Errorf("steps %q", steps)
	}
	if got := Price(repro.Run{Started: flowtest.Today, Ended: flowtest.Today.Add(time.Minute)}, 5, true); got != "5 trainings; the original took 1m0s, so about 5m0s" {
		t.Errorf("a baseline: %s", got)
	}
	if got := Price(repro.Run{Started: flowtest.Today, Ended: flowtest.Today.Add(-time.Hour)}, 5, false); strings.Contains(got, "took") {
		t.Errorf("a run without a duration: %s", got)
	}
}
