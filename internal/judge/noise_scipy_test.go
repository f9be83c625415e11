package judge

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/reproduce-action/reproduce/internal/judge/distribution"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A scipyCase is runs of one metric as testdata/noise.py reads them.
type scipyCase struct {
	Originals []float64 `json:"originals"`
	Repeats   []float64 `json:"repeats"`
	Last      int       `json:"last"`
	Alpha     float64   `json:"alpha"`
	Metrics   int       `json:"metrics"`
	Selection int       `json:"selection"`
	Material  float64   `json:"material"` // a share of the original
}

// scipyCases are drawn for all looks: noise that matters and noise that does
// not, coarse values and equal ones, several metrics and the best of several.
func scipyCases() []scipyCase {
	random := rand.New(rand.NewPCG(25, 26))
	var cases []scipyCase
	for _, m := range []int{1, 2, 3, 5} {
		for _, last := range []int{0, 3, 4, 5, 6, 8} {
			for _, k := range []int{1, 3, 4, 5, 6, 8} {
				if m+k < 4 || last > 0 && (k > last || k < last && k != 3 && k != 5) {
					continue
				}
				for kind := range 3 {
					c := scipyCase{
						Last: last, Alpha: []float64{0.05, 0.01}[random.IntN(2)], Metrics: []int{1, 1, 2, 3, 10}[random.IntN(5)],
						Selection: []int{1, 1, 5}[random.IntN(3)], Material: []float64{0.005, 0.01, 0.02, 0.05, 0.15}[random.IntN(5)],
					}
					draw := func(shift float64) float64 {
						switch {
						case kind == 2: // equal on either side
							return 28.0/30 + shift
						case k == 4: // coarse
							return float64(27+random.IntN(3)) / 30
						}
						return 0.9 + 0.01*random.NormFloat64() + shift
					}
					shift := []float64{0, 0.02}[random.IntN(2)] + float64(kind/2)/30
					for range m {
						c.Originals = append(c.Originals, draw(0))
					}
					for range k {
						c.Repeats = append(c.Repeats, draw(shift))
					}
					cases = append(cases, c)
				}
			}
		}
	}
	return cases
}

// TestNoiseAgainstSciPy holds every number that is printed of repeats against
// SciPy's: the band and its level, the bound of the shift and its confidence, what
// more runs would bring, what selection explains, and how likely chance is. Those
// are in testdata, and, where REPRODUCE_PYTHON names a Python with
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
		share := strconv.FormatFloat(c.Material, 'f', -1, 64) + " rel"
		policy := NoisePolicy{Alpha: c.Alpha, Last: c.Last, Metrics: c.Metrics, Selection: c.Selection}
		got, err := CompareRepeats(runs(c.Originals), runs(c.Repeats), repro.MetricPolicy{Material: material(t, share)}, policy)
		if err != nil {
			t.Fatal(err)
		}
		n := got.Deltas[0].Noise
		if n.Deviation == 0 {
			n.P = -1
		}
		outside, doubt, chance := 0.0, 0.0, 0.0
		if n.InDoubt {
			doubt = 1
		}
		if got.Deltas[0].State == repro.StateOutside {
			outside = 1
		}
		if n.Deviation == 0 {
			chance = distribution.ChanceOfEqual(len(c.Originals), len(c.Repeats))
		}
		for name, value := range map[string]float64{"mean": n.Mean, "centre": n.Centre, "deviation": n.Deviation, "level": n.Level, "power": n.Power, "half_width": n.HalfWidth,
			"low": n.Low, "high": n.High, "p": n.P, "shift_bound": n.ShiftBound, "material": n.Material, "inflation": n.Inflation,
			"more_repeats": float64(n.More.Repeats), "more_originals": float64(n.More.Originals), "reach": n.More.Reach,
			"may_drift": n.MayDrift, "may_hold": n.MayHold, "chance_of_equal": chance, "outside": outside, "in_doubt": doubt} {
			expected, computed := want[i][name]
			if near := 1e-7 * math.Max(1e-3, math.Abs(expected)); !computed || math.Abs(value-expected) > near && (name != "chance_of_equal" || math.Abs(value-expected) > 1e-6) {
				t.Errorf("%v against %v, look %d of %d, %+v: %s = %.12g, SciPy has %.12g", c.Originals, c.Repeats, len(c.Repeats), c.Last, policy, name, value, expected)
			}
		}
	}
}
