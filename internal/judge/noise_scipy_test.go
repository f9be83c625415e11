package judge

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A scipyCase is runs of one metric as testdata/noise.py reads them.
type scipyCase struct {
	Originals []float64 `json:"originals"`
	Repeats   []float64 `json:"repeats"`
	Last      int       `json:"last"`
	Alpha     float64   `json:"alpha"`
}

// scipyCases are every case of TestRepeats with a band, and drawn ones for
// all looks.
func scipyCases() []scipyCase {
	random := rand.New(rand.NewPCG(25, 26))
	var cases []scipyCase
	for _, m := range []int{1, 2, 3, 5} {
		for _, last := range []int{0, 3, 4, 5, 6, 8} {
			for _, k := range []int{1, 3, 4, 5, 6, 8} {
				if m+k < 4 || last > 0 && (k > last || k < last && k != 3 && k != 5) {
					continue
				}
				c := scipyCase{Last: last, Alpha: []float64{0.05, 0.01, 0.05 / 3}[random.IntN(3)]}
				draw := func() float64 {
					if k == 4 { // coarse
						return float64(27+random.IntN(3)) / 30
					}
					return 0.9 + 0.01*random.NormFloat64()
				}
				for range m {
					c.Originals = append(c.Originals, draw())
				}
				for range k {
					c.Repeats = append(c.Repeats, draw())
				}
				if !allEqual(c.Repeats) || !allEqual(c.Originals) {
					cases = append(cases, c)
				}
			}
		}
	}
	return cases
}

// TestNoiseAgainstSciPy holds every number that is printed of a band against
// SciPy's: those in testdata, and, where REPRODUCE_PYTHON names a Python with
// SciPy, the same computed anew.
func TestNoiseAgainstSciPy(t *testing.T) {
	t.Parallel()
	const file = "testdata/noise.json"
	cases := scipyCases()
	if python := os.Getenv("REPRODUCE_PYTHON"); python != "" {
		input, err := json.Marshal(cases)
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), python, "testdata/noise.py")
		cmd.Stdin = bytes.NewReader(input)
		cmd.Stderr = os.Stderr
		output, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s with SciPy: %v", python, err)
		}
		fresh := filepath.Join(t.TempDir(), "noise.json")
		if os.Getenv("UPDATE_SCIPY") != "" {
			fresh = file
		}
		if err := os.WriteFile(fresh, append(output, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		againstSciPy(t, fresh, cases)
	}
	againstSciPy(t, file, cases)
}

func againstSciPy(t *testing.T, file string, cases []scipyCase) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want []map[string]float64
	if err := json.Unmarshal(text, &want); err != nil || len(want) != len(cases) {
		t.Fatalf("%s: %d results for %d cases (%v)", file, len(want), len(cases), err)
	}
	for i, c := range cases {
		runs := func(values []float64) []Sample {
			var samples []Sample
			for _, v := range values {
				samples = append(samples, Sample{Metrics: metrics("m", v)})
			}
			return samples
		}
		got, err := CompareRepeats(runs(c.Originals), runs(c.Repeats), repro.MetricPolicy{}, NoisePolicy{Alpha: c.Alpha, Last: c.Last})
		if err != nil {
			t.Fatal(err)
		}
		n := got.Deltas[0].Noise
		for name, value := range map[string]float64{"deviation": n.Deviation, "level": n.Level, "power": n.Power, "half_width": n.HalfWidth,
			"low": n.Low, "high": n.High, "p": n.P, "shift_bound": n.ShiftBound} {
			if math.Abs(value-want[i][name]) > 1e-7*math.Max(1e-3, math.Abs(want[i][name])) {
				t.Errorf("%v against %v, look %d of %d: %s = %.12g, SciPy has %.12g", c.Originals, c.Repeats, len(c.Repeats), c.Last, name, value, want[i][name])
			}
		}
	}
}
