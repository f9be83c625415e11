package params

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestEqual(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"abc", "abc"}, {"", ""}, {"5", "5.0"}, {"7.0", "7"}, {"0.10", "0.1"}, {"1e-05", "0.00001"}, {"1.0e-5", "1e-05"}, {"1e+20", "100000000000000000000"},
		{"0", "-0.0"}, {"+5", "5"}, {"None", "null"}, {"True", "true"}, {"False", "false"}, {"nan", "nan"}, {"nan", "NaN"}, {"inf", "Infinity"},
		{"[1,2]", "[1, 2]"}, {"(1, 2)", "[1, 2.0]"}, {"['a']", `["a"]`}, {"{'a': 1, 'b': 2}", "{'b': 2.0, 'a': 1}"}, {"{'a': None}", `{"a": null}`},
		{"[nan]", "[nan]"}, {"[1, 2", "[1, 2"}, {"<Foo at 0x1>", "<Foo at 0x1>"},
	} {
		if !Equal(pair[0], pair[1]) || !Equal(pair[1], pair[0]) {
			t.Errorf("%s and %s are different, want equal", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{
		{"abc", "ABC"}, {"abc", ""}, {"5", "6"}, {"0.1", "0.1000000000000000055"}, {"10000000000000000001", "10000000000000000000"},
		{"0.30000000000000004", "0.3"}, {"1", "True"}, {"0", "False"}, {"None", ""}, {"None", "0"}, {"nan", "inf"}, {"inf", "-inf"}, {"007", "7"},
		{"[1, 2]", "[2, 1]"}, {"[1]", "['1']"}, {"[1, 2]", "[1]"}, {"{'a': 1}", "{'a': 2}"}, {"{'a': 1}", "{'b': 1}"}, {"{'a': 1}", "[1]"},
		{"[1, 2", "[1,2"}, {"<Foo at 0x1>", "<Foo at 0x2>"}, {"1e999999999999999999999", "1e999999999999999999998"}, {"'a'", "a"}, {"{1}", "{1 }"}, {" 5", "5"},
		{"7120e11", "712000000000000.0"}, {"1234e56", "1.234e+59"}, {"00.5", "0.5"}, {"1e1000000000", "10e999999999"},
	} {
		if Equal(pair[0], pair[1]) || Equal(pair[1], pair[0]) {
			t.Errorf("%s and %s are equal, want different", pair[0], pair[1])
		}
	}
}

// TestRetyped: one number, two values to Python, where Python printed both.
func TestRetyped(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"1", "1.0", true}, {"2.0", "2", true}, {"1000", "1000.0", true}, {"[1, 2]", "[1, 2.0]", true}, {"(1,)", "[1.0]", true}, {"{'a': 1}", "{'a': 1.0}", true}, {"0.0", "-0.0", true},
		{"1", "1", false}, {"1", "2.0", false}, {"1", "1.00", false}, {"1000", "1e3", false}, {"1e-05", "0.00001", false}, {"(1, 2)", "[1, 2]", false}, {"{'a': 1, 'b': 2.0}", "{'b': 2.0, 'a': 1}", false},
		{"True", "true", false}, {"nan", "nan", false}, {"a", "a", false}, {"1", "True", false},
	} {
		if Retyped(test.a, test.b) != test.want || Retyped(test.b, test.a) != test.want {
			t.Errorf("%s and %s: got %v, want %v", test.a, test.b, !test.want, test.want)
		}
	}
}

// A number of a few characters must not cost a gigabyte of digits.
func TestEqualIsCheapForHugeExponents(t *testing.T) {
	t.Parallel()
	if Equal("[1e1000000000]", "[1e1000000001]") || !Equal("[1e1000000000]", "[10e999999999]") {
		t.Error("huge exponents are compared wrongly")
	}
}

func TestArrived(t *testing.T) {
	t.Parallel()
	file := `train: {lr: 0.1, depth: 5, words: "a", est: rf, secret: "${X}"}
one: {k: 1}
two: {k: 2}
`
	logged := map[string]string{
		"lr": "1e-05", "depth": "5", "est": "Forest(at=<Rng at 0x7f01>)", "secret": "hunter2", "k": "1", "words": "b",
		"data_version": "9803afdd", "started": "2026-01-01", "rate": "0.001", "flag": "True", "names": "{'a', 'b'}",
	}
	result := plan(t, file, logged)
	reproduced := func(change map[string]string) repro.Params {
		all := map[string]string{}
		for name, value := range logged {
			all[name] = value
		}
		for name, value := range change {
			all[name] = value
			if value == "gone" {
				delete(all, name)
			}
		}
		return repro.NewParams(all)
	}
	for _, test := range []struct {
		story  string
		change map[string]string
		want   []string
	}{
		{"all the same", nil, nil},
		{"the same number", map[string]string{"lr": "0.00001", "depth": "5.0"}, nil},
		{"what the run found out for itself", map[string]string{"data_version": "aaaa1234", "started": "gone"}, nil},
		{"a param of no file is another", map[string]string{"started": "tomorrow"}, []string{`started: "2026-01-01" in the original, "tomorrow" in the new run`}},
		{"a date of no file is another", map[string]string{"started": "2026-01-02"}, []string{`started: "2026-01-01" in the original, "2026-01-02" in the new run`}},
		{"a param of no file, the same number", map[string]string{"rate": "1e-3"}, nil},
		{"a param of no file, the same constant", map[string]string{"flag": "true"}, nil},
		{"a param of no file, the same set", map[string]string{"names": "{'b', 'a'}"}, nil},
		{"a param of no file, another set", map[string]string{"names": "{'b', 'c'}"}, []string{`names: "{'a', 'b'}" in the original, "{'b', 'c'}" in the new run`}},
		{"a param of no file is gone", map[string]string{"rate": "gone"}, nil},
		{"a param more", map[string]string{"new": "1"}, nil},
		{"another address", map[string]string{"est": "Forest(at=<Rng at 0x55aa>)"}, nil},
		{"a written param did not arrive", map[string]string{"lr": "0.1"}, []string{`lr: "1e-05" in the original, "0.1" in the new run`}},
		{"an unchanged param is another", map[string]string{"depth": "6"}, []string{`depth: "5" in the original, "6" in the new run`}},
		{"an unchanged param is not logged", map[string]string{"depth": "gone"}, []string{"depth: not logged by the new run"}},
		{"an ambiguous param is another", map[string]string{"k": "2"}, []string{`k: "1" in the original, "2" in the new run`}},
		{"a refused param is another", map[string]string{"est": "Tree()"}, []string{`est: "Forest(at=<Rng at 0x7f01>)" in the original, "Tree()" in the new run`}},
		{"a secret is another", map[string]string{"secret": "hunter3"}, []string{"secret: another value in the new run"}},
		{"two at once, by name", map[string]string{"words": "c", "depth": "6"}, []string{`depth: "5" in the original, "6" in the new run`, `words: "b" in the original, "c" in the new run`}},
	} {
		differing := Arrived(knownBy(repro.NewParams(logged)), knownBy(reproduced(test.change)), result.Edits)
		if lined(differing) != strings.Join(test.want, "\n") {
			t.Errorf("%s: got %q, want %q", test.story, lined(differing), test.want)
		}
	}
}

// A section that was logged as one literal arrived as a whole or not at all: a
// key that only one side has makes it another.
func TestArrivedSection(t *testing.T) {
	t.Parallel()
	logged := repro.NewParams(map[string]string{"m": "{'a': 2, 'b': 'x'}"})
	result, err := Plan([]File{{"params.yaml", []byte("m: {a: 1, b: x, c: 3}")}}, logged, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for value, want := range map[string]bool{
		"{'b': 'x', 'a': 2}":         true,
		"{'a': 2, 'b': 'x', 'c': 3}": false,
		"{'a': 2}":                   false,
	} {
		if differing := Arrived(knownBy(logged), knownBy(repro.Params{{Name: "m", Value: value}}), result.Edits); len(differing) == 0 != want {
			t.Errorf("%s: %q, want arrived %v", value, differing, want)
		}
	}
}

func TestArrivedWithNothingToHold(t *testing.T) {
	t.Parallel()
	if differing := Arrived(Known{}, knownBy(repro.NewParams(map[string]string{"a": "1"})), nil); differing != nil {
		t.Errorf("got %q, want nothing", differing)
	}
}

// One program prints one number one way. Where it printed 3.10 and now prints
// 3.1, or a text came back as a number, the param is another one.
func TestArrivedAsTheSameText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file, logged, now string
		want              bool
	}{
		{"3.9", "3.10", "3.10", true},
		{"3.9", "3.10", "3.1", false},
		{"0.5", "0.1", "0.10", true},
		{"0.5", "1.0", "1", true},
		{"rev1", "7120e11", "7120e11", true},
		{"rev1", "7120e11", "712000000000000.0", false},
		{"0.1", "1e-3", "0.001", true}, // a PyYAML trainer logged the text that it read, and was given a number
		{"0.1", "1.0E-5", "1.0E-5", true},
	} {
		logged := map[string]string{"x": test.logged}
		edits := plan(t, "x: "+test.file, logged).Edits
		if differing := Arrived(knownBy(repro.NewParams(logged)), knownBy(repro.NewParams(map[string]string{"x": test.now})), edits); len(differing) == 0 != test.want {
			t.Errorf("file %s, logged %s, then %s: %q, want arrived %t", test.file, test.logged, test.now, differing, test.want)
		}
	}
}

func knownBy(logged repro.Params) Known { return Known{Run: repro.Run{Params: logged}} }

func lined(differing []Difference) string {
	var lines []string
	for _, difference := range differing {
		lines = append(lines, difference.String())
	}
	return strings.Join(lines, "\n")
}
