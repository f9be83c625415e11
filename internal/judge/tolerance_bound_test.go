package judge

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestBands: what joined one-sided amounts mean, for every unit. The original
// is 0.9, 27 of 30.
func TestBands(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		spec    string
		inside  string // values that may come back
		outside string
	}{
		{"+0.05 abs or -0.01 abs", "0.95 0.9 0.895 0.89", "5 0.9501 0.8899 0.01 -0.9"},
		{"-0.01 abs or +0.05 abs", "0.95 0.9 0.89", "0.9501 0.8899"},
		{"+10% or -1%", "0.99 0.891", "0.9901 0.8909 9 0"},
		{"+0.1 rel or -0.01 rel", "0.99 0.891", "0.9901 0.8909"},
		{"+5pp or -1pp", "0.95 0.89", "0.9501 0.8899 1.5 -1.5"},
		{"+2 of 30 or -1 of 30", "0.9666666666666667 0.9333 0.8666666666666667", "1 0.8333333333333334 0.95 0"},
		{"+2 of 30 or -1%", "0.9666666666666667 0.891", "1 0.95 0.8909"},
		{"+0 abs or -1%", "0.9 0.891", "0.90001 0.8909"},
		{"+0 abs or -0 rel", "0.9", "0.9000000000000001 0.8999999999999999"},
		// Joined with what looks both ways, a sign widens its own way.
		{"1e-6 rel or -0.05 abs", "0.9000009 0.85", "0.90001 0.8499 1"},
		{"0.02 abs or +0.05 abs", "0.95 0.88", "0.9501 0.8799"},
		{"0.02 abs or +0.01 abs or -0.01 abs", "0.92 0.88", "0.9201 0.8799"},
		{"4 decimals or -1%", "0.9001 0.891", "0.9002 0.8909"},
		{"1 ulp or -1%", "0.9000000000000001 0.891", "0.90001 0.8909"},
		{"1 of 30 or -0.1 abs", "0.9333333333333333 0.8", "0.9666666666666667 0.7999"},
		// Several on one side: the larger, and the other side stays free.
		{"-0.01 abs or -0.05 abs", "0.85 0.95 1e9", "0.8499 -1e9"},
		{"-0.01 abs", "0.89 0.9 0.95 1e9", "0.8899 -1e9"},
		{"+0.01 abs", "0.91 0.9 0.8 -1e9", "0.9101 1e9"},
		{"-1 of 30", "0.8666666666666667 0.9666666666666667 1", "0.8333333333333334 0.95"},
		{"+1pp", "0.91 0.1 -1", "0.92 -1.5"},
		{"-0 abs", "0.9 0.90001 7", "0.8999999999999999 0"},
		{"-1pp or -1 of 30", "0.95 0.8666666666666667", "0.8333333333333334"},
	} {
		for name, want := range map[string]repro.State{tt.inside: repro.StateWithin, tt.outside: repro.StateOutside} {
			for value := range strings.FieldsSeq(name) {
				d := compareSingle(t, 0.9, parse(t, value), tt.spec)
				if value == "0.9" && want == repro.StateWithin {
					want = repro.StateIdentical
				}
				if d.State != want {
					t.Errorf("%q: 0.9 against %s is %s, want %s (allowed %q, notes %q)", tt.spec, value, d.State, want, d.Allowed, d.Notes)
				}
				if want == repro.StateIdentical {
					want = repro.StateWithin
				}
				checkConsistent(t, d)
			}
		}
	}
}

// TestNoRuleAcceptsEverything: whatever amounts are joined, a rule with a
// bounded amount refuses something, and adding an amount to a band never frees
// a direction.
func TestNoRuleAcceptsEverything(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 8))
	units := []string{"%g%%", "%g rel", "%g abs", "%gpp"}
	amount := func(sign string) string {
		return sign + fmt.Sprintf(units[random.IntN(len(units))], float64(random.IntN(50))/1000)
	}
	free := 0
	for range 2000 {
		var terms []string
		up, down := false, false
		for range 1 + random.IntN(4) {
			sign := []string{"", "+", "-"}[random.IntN(3)]
			up, down = up || sign != "-", down || sign != "+"
			terms = append(terms, amount(sign))
		}
		spec := strings.Join(terms, " or ")
		high, low := compareSingle(t, 0.5, 0.99, spec).State, compareSingle(t, 0.5, 0.01, spec).State
		if (high == repro.StateOutside) != up || (low == repro.StateOutside) != down {
			t.Fatalf("%q: 0.99 is %s, 0.01 is %s", spec, high, low)
		}
		if !up || !down {
			free++
		}
	}
	if free == 0 || free == 2000 {
		t.Errorf("%d of 2000 rules are one-sided: the draws tell nothing", free)
	}
}

// TestToleranceForms: every form of the help parses, and the ones with an
// example in numbers mean it.
func TestToleranceForms(t *testing.T) {
	t.Parallel()
	edges := map[string][2]string{ // the furthest values inside, from 0.9
		"0.5%": {"0.8955", "0.9045"}, "0.01 abs": {"0.89", "0.91"}, "0.5pp": {"0.895", "0.905"},
		"1 of 30": {"0.8666666666666667", "0.9333333333333333"}, "4 decimals": {"0.8999", "0.9001"},
		"2 ulp": {"0.8999999999999998", "0.9000000000000002"}, "1e-6 rel or 1e-12 abs": {"0.8999991", "0.9000009"},
		"+0.05 abs or -0.01 abs": {"0.89", "0.95"}, "-0.01 abs": {"0.89", "1e300"}, "exact": {"0.9", "0.9"},
		"float32": {"0.899991", "0.900009"}, "report": {},
	}
	for _, form := range ToleranceForms {
		if _, err := ParseTolerances("m: " + form.Spec); err != nil {
			t.Error(err)
		}
		edge, known := edges[form.Spec]
		if !known {
			t.Errorf("%s: no test holds it against its meaning", form.Spec)
		}
		for _, value := range edge {
			if value != "" {
				if d := compareSingle(t, 0.9, parse(t, value), form.Spec); d.State != repro.StateWithin && d.State != repro.StateIdentical {
					t.Errorf("%s: 0.9 against %s is %s", form.Spec, value, d.State)
				}
			}
		}
	}
}
