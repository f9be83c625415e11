package judge

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

var inf = math.Inf(1)

// compareCase is one row of the table of cases: two values of a metric, a
// rule, and what must come of it.
type compareCase struct {
	name       string
	original   string // as a float64 literal
	reproduced string
	spec       string // "" for the built-in default
	want       repro.State
	note       string // part of a note that must be there; "" for none asked
}

var compareCases = []compareCase{
	{"01 the same value", "0.9333333333333333", "0.9333333333333333", "exact", repro.StateIdentical, ""},
	{"02 two literals of one float64", "0.9333333333333333", "0.93333333333333334", "exact", repro.StateIdentical, ""},
	{"03 equal to the four decimals logged", "0.9333", "0.9333333333333333", "", repro.StateRounded, "equal to the 4 decimals logged"},
	{"04 a tie above", "0.9333", "0.93335", "", repro.StateRounded, "4 decimals"},
	{"05 a tie below", "0.9333", "0.93325", "", repro.StateRounded, "4 decimals"},
	{"06 past the tie", "0.9333", "0.93336", "", repro.StateOutside, ""},
	{"07 exact asks for all digits", "0.9333", "0.9333333333333333", "exact", repro.StateOutside, ""},
	{"08 both at four decimals", "0.9333", "0.9334", "", repro.StateOutside, ""},
	{"09 four decimals asked for", "0.9333", "0.9334", "4 decimals", repro.StateWithin, ""},
	{"10 two units of four decimals", "0.9333", "0.9335", "4 decimals", repro.StateOutside, ""},
	{"11 one decimal is not a rounding", "0.9", "0.9333333333333333", "", repro.StateOutside, ""},
	{"12 three decimals are not a rounding", "0.125", "0.12512345", "", repro.StateOutside, ""},
	{"13 three decimals that fit", "0.933", "0.9333333333333333", "", repro.StateOutside, ""},
	{"14 one significant digit", "0.0001", "0.00014", "", repro.StateOutside, ""},
	{"15 three significant digits", "0.0312", "0.03124999", "", repro.StateRounded, "4 decimals"},
	{"16a seven significant digits", "12345.68", "12345.678901", "", repro.StateWithin, ""},
	{"16b seven significant digits, by rounding alone", "12345.68", "12345.678901", "1e-9 rel", repro.StateRounded, "2 decimals"},
	{"17 a value that was a float32", "0.9333333333333333", "0.9333333373069763", "", repro.StateWithin, ""},
	{"18 a value that was a float32, exact", "0.9333333333333333", "0.9333333373069763", "exact", repro.StateOutside, ""},
	{"19 a sum of binary fractions, exact", "0.3", "0.30000000000000004", "exact", repro.StateOutside, ""},
	{"20a a sum of binary fractions", "0.3", "0.30000000000000004", "", repro.StateWithin, ""},
	{"20b a sum of binary fractions, one ulp", "0.3", "0.30000000000000004", "1 ulp", repro.StateWithin, ""},
	{"21 the absolute bound is inclusive", "0", "1e-12", "", repro.StateWithin, ""},
	{"22 past the absolute bound", "0", "1.0000001e-12", "", repro.StateOutside, ""},
	{"23 relative at zero", "0", "1e-12", "5%", repro.StateOutside, "means nothing at 0"},
	{"24 minus zero", "0", "-0.0", "exact", repro.StateIdentical, ""},
	{"25a the smallest float, exact", "0", "5e-324", "exact", repro.StateOutside, ""},
	{"25b the smallest float", "0", "5e-324", "", repro.StateWithin, ""},
	{"26a denormals at 50 %", "5e-324", "1e-323", "50%", repro.StateOutside, ""},
	{"26b denormals at 150 %", "5e-324", "1e-323", "150%", repro.StateWithin, ""},
	{"27 two steps across zero", "5e-324", "-5e-324", "2 ulp", repro.StateWithin, ""},
	{"28 huge opposites at 100 %", "1e308", "-1e308", "100%", repro.StateOutside, ""},
	{"29 huge opposites at 300 %, no overflow", "1e308", "-1e308", "300%", repro.StateWithin, ""},
	{"30a the same infinity, as package mlflow reads it", "+Inf", "+Inf", "exact", repro.StateIdentical, "both infinite"},
	{"30b the largest float64 of a file is a number", "+Inf", "1.7976931348623157e308", "exact", repro.StateOutside, "not finite"},
	{"31 no tolerance reaches infinity", "1e308", "+Inf", "1000%", repro.StateOutside, "not finite"},
	{"32 opposite infinities", "+Inf", "-Inf", "100%", repro.StateOutside, ""},
	{"33 both NaN", "NaN", "NaN", "exact", repro.StateIdentical, "both NaN"},
	{"34 NaN against zero", "NaN", "0", "", repro.StateOutside, ""},
	{"35 a value against NaN", "0.5", "NaN", "100%", repro.StateOutside, ""},
	{"36a a bound that float64 misses", "0.93", "0.935", "0.005 abs", repro.StateWithin, ""},
	{"36b the same in points", "0.93", "0.935", "0.5pp", repro.StateWithin, ""},
	{"37 past half a point", "0.93", "0.9351", "0.5pp", repro.StateOutside, ""},
	{"38 another bound that float64 misses", "0.30", "0.29", "0.01 abs", repro.StateWithin, ""},
	{"39 within half a percent", "0.9333", "0.9287", "0.5%", repro.StateWithin, ""},
	{"40 past half a percent", "0.9333", "0.9286", "0.5%", repro.StateOutside, ""},
	{"41a the limit follows the original", "0.9287", "0.9333", "0.5%", repro.StateWithin, ""},
	{"41b the limit follows the original, past it", "0.9286", "0.9333", "0.5%", repro.StateOutside, ""},
	{"42 percent against fraction", "93.33", "0.9333", "0.5%", repro.StateOutside, "percent against fraction"},
	{"44 one example of 30", "0.9333333333333333", "0.9", "1 of 30", repro.StateWithin, "1 of 30 examples"},
	{"45 one example of 30, rounded", "0.9333", "0.9", "1 of 30", repro.StateWithin, "1 of 30 examples"},
	{"46 two examples of 30", "0.9333333333333333", "0.8666666666666667", "1 of 30", repro.StateOutside, "2 of 30 examples"},
	{"48 one more", "30", "31", "", repro.StateOutside, ""},
	{"49a one more of two million", "2000000", "2000001", "", repro.StateWithin, ""},
	{"49b one more of two million, exact", "2000000", "2000001", "exact", repro.StateOutside, ""},
	{"50 neighbours past 2^53", "9007199254740992", "9007199254740994", "exact", repro.StateOutside, ""},
	{"51a a rise is free", "0.90", "0.95", "-0.5%", repro.StateWithin, "free in this direction"},
	{"51b a fall inside", "0.90", "0.8955", "-0.5%", repro.StateWithin, ""},
	{"51c a fall too far", "0.90", "0.8954", "-0.5%", repro.StateOutside, ""},
	{"52a a fall is free", "0.25", "0.20", "+1%", repro.StateWithin, "free in this direction"},
	{"52b a rise inside", "0.25", "0.2525", "+1%", repro.StateWithin, ""},
	{"52c a rise too far", "0.25", "0.2526", "+1%", repro.StateOutside, ""},
	{"53a a negative original", "-0.5", "-0.5025", "0.5%", repro.StateWithin, ""},
	{"53b the other sign", "-0.5", "0.5", "0.5%", repro.StateOutside, ""},
	{"54a small values", "1e-9", "3e-9", "", repro.StateOutside, ""},
	{"54b small values, absolute", "1e-9", "3e-9", "1e-8 abs", repro.StateWithin, ""},
	{"54c small values, relative", "1e-9", "3e-9", "1%", repro.StateOutside, ""},
	{"55 any term is enough", "0.001", "0.0010005", "1e-6 abs or 1e-6 rel", repro.StateWithin, ""},
	{"56a on the relative bound", "1.0", "0.999999", "", repro.StateWithin, ""},
	{"56b past the relative bound", "1.0", "0.9999989", "", repro.StateOutside, ""},
	{"57a on the relative bound above", "0.5", "0.5000005", "", repro.StateWithin, ""},
	{"57b past the relative bound above", "0.5", "0.50000051", "", repro.StateOutside, ""},
}

func TestCompareValues(t *testing.T) {
	t.Parallel()
	for _, tt := range compareCases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			delta := compareSingle(t, parse(t, tt.original), parse(t, tt.reproduced), tt.spec)
			if delta.State != tt.want {
				t.Errorf("%s against %s, %q: %s, want %s (difference %s, allowed %s, notes %q)",
					tt.original, tt.reproduced, tt.spec, delta.State, tt.want, delta.Difference, delta.Allowed, delta.Notes)
			}
			if !strings.Contains(strings.Join(delta.Notes, "; "), tt.note) {
				t.Errorf("notes %q, want one with %q", delta.Notes, tt.note)
			}
			checkConsistent(t, delta)
		})
	}
}

// checkConsistent holds the numbers of a delta against its state: who reads
// only the ratio must come to the same verdict.
func checkConsistent(t *testing.T, d repro.Delta) {
	t.Helper()
	switch d.State {
	case repro.StateIdentical:
		if d.Ratio != 0 && !math.IsNaN(d.Ratio) {
			t.Errorf("identical with ratio %v", d.Ratio)
		}
	case repro.StateWithin, repro.StateRounded:
		if !(d.Ratio <= 1) {
			t.Errorf("%s with ratio %v", d.State, d.Ratio)
		}
	case repro.StateOutside:
		if !(d.Ratio > 1) {
			t.Errorf("outside with ratio %v", d.Ratio)
		}
	}
}

func parse(t *testing.T, literal string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(literal, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func tolerances(t *testing.T, text string) repro.Tolerances {
	t.Helper()
	parsed, err := ParseTolerances(text)
	if err != nil {
		t.Fatalf("ParseTolerances(%q): %v", text, err)
	}
	return parsed
}

// compareSingle compares one metric named m.
func compareSingle(t *testing.T, original, reproduced float64, spec string) repro.Delta {
	t.Helper()
	text := ""
	if spec != "" {
		text = "m: " + spec
	}
	c, err := Compare(metrics("m", original), metrics("m", reproduced), repro.MetricPolicy{Tolerances: tolerances(t, text)})
	if err != nil {
		t.Fatalf("Compare(%v, %v, %q): %v", original, reproduced, spec, err)
	}
	if len(c.Deltas) != 1 {
		t.Fatalf("Compare gave %d deltas, want 1", len(c.Deltas))
	}
	return c.Deltas[0]
}

func metrics(name string, value float64) repro.Metrics {
	return repro.NewMetrics(map[string]float64{name: value})
}

func TestComparePolicyErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		original   float64
		reproduced float64
		spec       string
		want       string
	}{
		{"43 points of a percentage", 93.33, 93.8, "0.5pp", `tolerances:1: metric "m": 93.33 is not between -1 and 1`},
		{"47 no share of 30", 0.95, 0.9, "1 of 30", `tolerances:1: metric "m": 0.95 is not k/30`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := Compare(metrics("m", tt.original), metrics("m", tt.reproduced), repro.MetricPolicy{Tolerances: tolerances(t, "m: "+tt.spec)})
			var fault *ToleranceError
			if !errors.As(err, &fault) || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("error %v, want a ToleranceError that starts with %q", err, tt.want)
			}
			if len(c.Deltas) != 0 {
				t.Errorf("%d deltas beside an error", len(c.Deltas))
			}
		})
	}
}

func TestCompareNames(t *testing.T) {
	t.Parallel()
	half := metrics("m", 0.5)
	for _, tt := range []struct {
		name                 string
		original, reproduced repro.Metrics
		metric               string
		want                 repro.State
	}{
		{"58 only the reproduction has it", nil, half, "m", repro.StateExtra},
		{"59 only the original has it", half, nil, "m", repro.StateMissing},
		{"60 a run time", metrics("train_runtime", 123.4), metrics("train_runtime", 150.2), "train_runtime", repro.StateIgnored},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, err := Compare(tt.original, tt.reproduced, repro.MetricPolicy{})
			if err != nil {
				t.Fatal(err)
			}
			if len(c.Deltas) != 1 || c.Deltas[0].Name != tt.metric || c.Deltas[0].State != tt.want {
				t.Errorf("got %+v, want %s %s", c.Deltas, tt.metric, tt.want)
			}
		})
	}
}
