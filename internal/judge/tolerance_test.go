package judge

import (
	"errors"
	"strings"
	"testing"
)

func TestParseTolerancesErrors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		text string
		want []string
	}{
		{"61 a bare number", "m: 0.005", []string{"tolerances:1:9: 0.005 of what? write 0.005 abs, 0.5% or 0.5pp"}},
		{"62 no number", "m: 5e-3 abs or nan%", []string{"tolerances:1:16: nan is no amount"}},
		{"all errors at once", "a: 1\nb: 1% abs\n\nc 2%\n", []string{
			"tolerances:1:5: 1 of what?", `tolerances:2:7: "abs" after a complete amount`, `tolerances:4:1: no colon in "c 2%"`}},
		{"two lines for one metric", "a: 1%\n  a: 2%", []string{`tolerances:2:3: "a" has a line already (line 1)`}},
		{"two signs", "a: --1%", []string{"tolerances:1:5: two signs; -0.5% bounds a fall, +0.5% a rise, 0.5% both; +0.5% or -0.1% is a band"}},
		{"plus or minus", "a: ±1%", []string{"tolerances:1:4: an amount without a sign applies in both directions"}},
		{"infinite", "a: inf abs", []string{"tolerances:1:4: inf is no amount"}},
		{"negative infinite", "a: -Infinity%", []string{"tolerances:1:5: infinity is no amount"}},
		{"a huge exponent", "a: 1e999999999 abs", []string{"tolerances:1:4: 1e999999999 is beyond every float64"}},
		{"a tiny exponent", "a: 1e-999999999%", []string{"tolerances:1:4: 1e-999999999 is beyond every float64"}},
		{"past the largest float64", "a: 1e400 abs", []string{"tolerances:1:4: 1e400 is beyond every float64; write an amount that the metric can differ by, or ignore"}},
		{"past it by the digits", "a: 1.8e308 rel", []string{"1.8e308 is beyond every float64"}},
		{"below the smallest float64", "a: 1e-400 abs", []string{"tolerances:1:4: 1e-400 is beyond every float64"}},
		{"a huge number", "a: " + strings.Repeat("9", 400) + " abs", []string{"is beyond every float64"}},
		{"an unknown unit", "a: 1 sigma", []string{`tolerances:1:6: unknown unit "sigma"`}},
		{"percent in words", "a: 1 percent", []string{"tolerances:1:6: write % for a share"}},
		{"an unknown word", "a: roughly", []string{`tolerances:1:4: "roughly" is no amount`}},
		{"an unknown preset", "a: float8", []string{`"float8" is no amount`}},
		{"a range with points", "a: 0.8..0.9", []string{"a range has no place here: write how far from the original"}},
		{"a range in brackets", "a: [0.9, 0.8]", []string{"tolerances:1:4: a range has no place here"}},
		{"a bound", "a: >= 0.9", []string{"tolerances:1:4: a range has no place here"}},
		{"a preset with a term", "a: float32 or 1%", []string{`tolerances:1:12: "float32" stands alone`}},
		{"a term with a preset", "a: 1% or float32", []string{`tolerances:1:10: "float32" stands alone`}},
		{"nothing after or", "a: 1% or", []string{"tolerances:1:9: nothing after or"}},
		{"nothing at all", "a:", []string{`nothing after "a:"`}},
		{"no name", ": 1%", []string{"tolerances:1:1: no name"}},
		{"quotes", `"*_time": ignore`, []string{"quotes are part of a name here; write *_time: SPEC"}},
		{"a list", "- a: 1%", []string{"not a list"}},
		{"more than all", "a: 31 of 30", []string{"tolerances:1:10: 31 of 30 is no share"}},
		{"of nothing", "a: 0 of 0", []string{"0 of 0 is no share"}},
		{"of what", "a: 1 of many", []string{"tolerances:1:9: 1 of how many?"}},
		{"a fraction of an example", "a: 1.5 of 30", []string{"tolerances:1:4: 1.5 is no count"}},
		{"signed decimals", "a: -4 decimals", []string{"tolerances:1:5: a sign goes with %, rel, pp, abs and of N only; write 4 decimals without it"}},
		{"a signed ulp", "a: +2 ulp", []string{"tolerances:1:5: a sign goes with %, rel, pp, abs and of N only; write 2 ulp without it"}},
		{"a band with and", "a: +0.05 abs and -0.01 abs", []string{"join amounts with or; a band is +0.05 abs or -0.01 abs"}},
		{"a band with a comma", "a: +0.05 abs, -0.01 abs", []string{"a band is +0.05 abs or -0.01 abs"}},
		{"a band with a slash", "a: +0.05/-0.01 abs", []string{"unknown unit \"/\""}},
		{"a band without a unit", "a: +0.05 or -0.01 abs", []string{"0.05 of what?"}},
		{"decimals past a float64", "a: 18 decimals", []string{"tolerances:1:4: a float64 has no 18 decimals"}},
		{"a comment behind", "a: 1% # small", []string{`"#" after a complete amount`}},
		{"a default that judges nothing", "default: ignore", []string{"tolerances:1:10: default: ignore would leave nothing to judge"}},
		{"a default that only reports", "\tdefault:\treport", []string{"tolerances:1:11: default: report would leave nothing to judge"}},
		{"a number cut short", "a: 1e", []string{`tolerances:1:5: unknown unit "e"`}},
		{"a number cut shorter", "a: 1e+", []string{`tolerances:1:5: unknown unit "e"`}},
		{"a point", "a: .", []string{"tolerances:1:4: a point without digits"}},
		{"a word to the last letter", "a: zigzag", []string{`"zigzag" is no amount`}},
		{"a word from the first letter", "a: aa", []string{`"aa" is no amount`}},
		{"past the largest exponent", "a: 1e401 abs", []string{"1e401 is beyond"}},
		{"past the smallest exponent", "a: 1e-401 abs", []string{"1e-401 is beyond"}},
		{"a bare number in an odd format", "a: 1e-3", []string{"1e-3 of what? write 1e-3 abs, 0.1% or 0.1pp"}},
		{"a number too long to suggest anything", "a: " + strings.Repeat("1", 41), []string{"write " + strings.Repeat("1", 41) + " abs, N% or Npp"}},
		{"more examples than any test set", "a: 1 of 1000000001", []string{"1000000001 is no count"}},
		{"too many amounts", "a: 1%" + strings.Repeat(" or 1%", 16), []string{"more than 16 amounts"}},
		{"too many tokens", "a: " + strings.Repeat("% ", 200), []string{"more than 16 amounts"}},
		{"characters of several bytes", "äöü: 1 ß", []string{"tolerances:1:8: unknown unit"}},
		{"not UTF-8", "a\xff: 1%", []string{"not UTF-8"}},
		{"control characters", "a\x00b: 1%", []string{"control characters"}},
		{"a line without end", strings.Repeat("a", 5000) + ": 1%", []string{"a line has at most 4096"}},
		{"lines without end", strings.Repeat("\n", 2000), []string{"at most 1000"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			parsed, err := ParseTolerances(tt.text)
			if err == nil {
				t.Fatalf("ParseTolerances(%q) accepted it as %q", tt.text, parsed)
			}
			var fault *ToleranceError
			if !errors.As(err, &fault) {
				t.Errorf("%T is no ToleranceError", err)
			}
			got := strings.Split(err.Error(), "\n")
			if len(got) != len(tt.want) {
				t.Fatalf("%d errors, want %d:\n%v", len(got), len(tt.want), err)
			}
			for i, want := range tt.want {
				if !strings.Contains(got[i], want) {
					t.Errorf("error %q, want %q in it", got[i], want)
				}
			}
			if len(parsed) != 0 {
				t.Errorf("%d lines beside an error", len(parsed))
			}
		})
	}
}

func TestToleranceLimits(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"as many lines as are read":      strings.Repeat("\n", maxToleranceLines-1),
		"as long a line as is read":      "a: 1%" + strings.Repeat(" ", maxToleranceLine-5),
		"the largest exponent":           "a: 1.7e308 abs or 1e-323 abs",
		"as many decimals as there are":  "a: 17 decimals",
		"all examples":                   "a: 30 of 30",
		"as many examples as we count":   "a: 1 of 1000000000",
		"as many amounts as are allowed": "a: 1%" + strings.Repeat(" or 1%", 15),
		"a tab in a name":                "a\tb: 1%",
	} {
		if _, err := ParseTolerances(text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := ParseTolerances(strings.Repeat("a\n", 200))
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != maxToleranceFault+1 || lines[maxToleranceFault] != "tolerances:50: too many errors; the rest was not read" {
		t.Errorf("%d errors, the last is %q", len(lines), lines[len(lines)-1])
	}
}
