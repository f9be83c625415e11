package judge

import (
	"math"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestSeveralOriginals: siblings tell how much a model varies; the run that is
// registered is the one that is asked about.
func TestSeveralOriginals(t *testing.T) {
	t.Parallel()
	near := []float64{1.30, 1.27, 1.33, 1.29, 1.31, 1.26, 1.34, 1.28, 1.32, 1.30, 1.25, 1.35, 1.29, 1.31, 1.30, 1.28, 1.32, 1.27, 1.33, 1.30}
	for name, tt := range map[string]struct {
		original float64
		siblings []float64
		runs     []float64
		other    [3]float64 // a loss of the original, of all siblings and of the re-run; 0 for none
		want     repro.State
		note     string
	}{
		"the original is one of them":                  {1.31, near, []float64{1.30, 1.29, 1.31}, [3]float64{}, repro.StateNoise, "inside"},
		"the original is none of them":                 {1.00, near, []float64{1.30, 1.29, 1.31}, [3]float64{}, repro.StateUndecided, "do not speak for it"},
		"the same, and one re-run":                     {1.00, near, []float64{1.30}, [3]float64{}, repro.StateUndecided, "do not speak for it"},
		"five deviations off six siblings":             {1.1, []float64{0.9746, 0.9871, 0.996, 1.004, 1.0129, 1.0254}, []float64{1.0}, [3]float64{}, repro.StateUndecided, "do not speak for it"},
		"its siblings are as it is, the re-run is not": {1.0, []float64{1 + 1e-10, 1 - 1e-10, 1 + 2e-10}, []float64{1.3}, [3]float64{}, repro.StateUndecided, "consistent with the original"},
		"a sibling is not finite":                      {1.31, append([]float64{math.NaN()}, near...), []float64{1.30, 1.29, 1.31}, [3]float64{}, repro.StateUndecided, "unstable: 1 original is not finite"},
		"equal, and counts few":                        {0.9, []float64{0.9, 0.9}, []float64{28. / 30}, [3]float64{}, repro.StateUndecided, "3 equal originals and a re-run with another value"},
		"equal, and the loss is in all":                {0.9, []float64{0.9, 0.9}, []float64{28. / 30}, [3]float64{0.31415926, 0.31415926, 0.31425926}, repro.StateOutside, "other_loss is equal to the last digit"},
		"equal, and the loss varies":                   {0.9, []float64{0.9, 0.9}, []float64{28. / 30}, [3]float64{0.31415926, 0.31425926, 0.31435926}, repro.StateUndecided, "3 equal originals"},
		"equal, and the loss is the re-run's":          {0.9, []float64{0.9, 0.9}, []float64{28. / 30}, [3]float64{0.31415926, 0.31415926, 0.31415926}, repro.StateUndecided, "3 equal originals"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sample := func(v, other float64) Sample {
				m := repro.Metrics{{Name: "value", Value: v}}
				if other != 0 {
					m = append(m, repro.Metric{Name: "other_loss", Value: other})
				}
				return Sample{Metrics: m}
			}
			originals := []Sample{sample(tt.original, tt.other[0])}
			for _, v := range tt.siblings {
				originals = append(originals, sample(v, tt.other[1]))
			}
			var repeats []Sample
			for _, v := range tt.runs {
				repeats = append(repeats, sample(v, tt.other[2]))
			}
			material, err := ParseMaterial("default: 10%\n")
			if err != nil {
				t.Fatal(err)
			}
			c, err := CompareRepeats(originals, repeats, repro.MetricPolicy{Material: material, Select: []string{"value"}}, NoisePolicy{})
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range c.Deltas {
				if d.Name == "value" && (d.State != tt.want || !strings.Contains(strings.Join(d.Notes, "; "), tt.note)) {
					t.Errorf("%s: %q; want %s with %q", d.State, d.Notes, tt.want, tt.note)
				}
			}
		})
	}
}
