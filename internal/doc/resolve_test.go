package doc_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// Each row was read by PyYAML 6 and ruamel.yaml; TestResolveAgreesWithPython
// reads them again.
var resolutions = []struct{ text, pyyaml, ruamel string }{
	// text, then "type value" as Python prints it
	{"1e-05", "str 1e-05", "float 1e-05"},
	{"1e5", "str 1e5", "float 100000.0"},
	{"1e+5", "str 1e+5", "float 100000.0"},
	{"1.0e5", "str 1.0e5", "float 100000.0"},
	{"1E5", "str 1E5", "float 100000.0"},
	{"5e-324", "str 5e-324", "float 5e-324"},
	{"-.5", "str -.5", "float -0.5"},
	{"+.5", "str +.5", "float 0.5"},
	{"1.", "float 1.0", "float 1.0"},
	{".5", "float 0.5", "float 0.5"},
	{"1.0e-05", "float 1e-05", "float 1e-05"},
	{"1.e-5", "float 1e-05", "float 1e-05"},
	{"1.5e-7", "float 1.5e-07", "float 1.5e-07"},
	{"1.0e+16", "float 1e+16", "float 1e+16"},
	{"1000000000000000.0", "float 1000000000000000.0", "float 1000000000000000.0"},
	{"0.0001", "float 0.0001", "float 0.0001"},
	{"-0.0", "float -0.0", "float -0.0"},
	{"1.0e+309", "float inf", "float inf"},
	{"1e400", "str 1e400", "float inf"},
	{"017", "int 15", "int 17"},
	{"08", "str 08", "int 8"},
	{"0o17", "str 0o17", "int 15"},
	{"0x1F", "int 31", "int 31"},
	{"-0x1F", "int -31", "int -31"},
	{"0b11", "int 3", "int 3"},
	{"1_000", "int 1000", "int 1000"},
	{"+1", "int 1", "int 1"},
	{"-0", "int 0", "int 0"},
	{"00", "int 0", "int 0"},
	{"0b_", "unreadable 0b_", "unreadable 0b_"},
	{"1_0.5_0", "float 10.5", "float 10.5"},
	{"yes", "bool True", "str yes"},
	{"No", "bool False", "str No"},
	{"on", "bool True", "str on"},
	{"OFF", "bool False", "str OFF"},
	{"true", "bool True", "bool True"},
	{"False", "bool False", "bool False"},
	{"tRue", "str tRue", "str tRue"},
	{"y", "str y", "str y"},
	{"n", "str n", "str n"},
	{"None", "str None", "str None"},
	{"nan", "str nan", "str nan"},
	{"NaN", "str NaN", "str NaN"},
	{"inf", "str inf", "str inf"},
	{"Infinity", "str Infinity", "str Infinity"},
	{".nan", "float nan", "float nan"},
	{".NaN", "float nan", "float nan"},
	{".inf", "float inf", "float inf"},
	{"-.inf", "float -inf", "float -inf"},
	{"+.Inf", "float inf", "float inf"},
	{"", "None None", "None None"},
	{"~", "None None", "None None"},
	{"null", "None None", "None None"},
	{"NULL", "None None", "None None"},
	{"1:30", "int 90", "str 1:30"},
	{"-12:30:45", "int -45045", "str -12:30:45"},
	{"12:30:45", "int 45045", "str 12:30:45"},
	{"1:30.5", "float 90.5", "str 1:30.5"},
	{"01:30", "str 01:30", "str 01:30"},
	{"2024-01-01", "date 2024-01-01", "date 2024-01-01"},
	{"2024-1-1", "str 2024-1-1", "str 2024-1-1"},
	{"2024-13-01", "unreadable 2024-13-01", "unreadable 2024-13-01"},
	{"2024-01-01 10:00:00", "date 2024-01-01 10:00:00", "date 2024-01-01 10:00:00"},
	{"=", "unreadable =", "unreadable ="},
	{"18446744073709551616", "int 18446744073709551616", "int 18446744073709551616"},
	{"relu", "str relu", "str relu"},
	{"(224,224)", "str (224,224)", "str (224,224)"},
	{"1.2.3", "str 1.2.3", "str 1.2.3"},
	{"1e", "str 1e", "str 1e"},
	{"0.1.", "str 0.1.", "str 0.1."},
	{"._", "str ._", "unreadable ._"},
	{"٣", "str ٣", "str ٣"},
}

func described(v doc.Value) string { return v.Type.String() + " " + v.Text }

func TestResolve(t *testing.T) {
	t.Parallel()
	for _, row := range resolutions {
		if got := described(doc.Resolve11(row.text)); got != row.pyyaml {
			t.Errorf("PyYAML reads %q as %s, Resolve11 says %s", row.text, row.pyyaml, got)
		}
		if got := described(doc.Resolve12(row.text)); got != row.ruamel {
			t.Errorf("ruamel reads %q as %s, Resolve12 says %s", row.text, row.ruamel, got)
		}
	}
}

func TestResolveAgreesWithPython(t *testing.T) {
	t.Parallel()
	python := newOracle(t)
	texts := make([]string, 0, 60000)
	for _, row := range resolutions {
		if row.text != "" { // an empty document is not an empty value
			texts = append(texts, row.text)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	const alphabet = "0123456789017eE+-._:xobnaifAF~=yYsSoOtT "
	for len(texts) < 20000 {
		text := make([]byte, 1+random.IntN(8))
		for i := range text {
			text[i] = alphabet[random.IntN(len(alphabet))]
		}
		if plain := string(text); readsPlain(plain) {
			texts = append(texts, plain)
		}
	}
	pyyaml, ruamel := python.resolve(texts)
	for i, text := range texts {
		want11, want12 := strings.Join(pyyaml[i][:], " "), strings.Join(ruamel[i][:], " ")
		if got := described(doc.Resolve11(text)); got != want11 {
			t.Errorf("PyYAML reads %q as %s, Resolve11 says %s", text, want11, got)
		}
		if got := described(doc.Resolve12(text)); got != want12 {
			t.Errorf("ruamel reads %q as %s, Resolve12 says %s", text, want12, got)
		}
	}
	t.Logf("%d texts", len(texts))
}

// readsPlain says whether a document of nothing but text holds it as a plain
// scalar, which is what a resolver gets to see.
func readsPlain(text string) bool {
	root, err := doc.Read(doc.YAML, []byte(text), 1000)
	return err == nil && root.Kind == doc.Scalar && !root.Quoted && root.Tag == "" && root.Raw == text
}

// TestPythonFloat: the texts are Python's own repr of the same numbers.
func TestPythonFloat(t *testing.T) {
	t.Parallel()
	for text, f := range map[string]float64{
		"0.1": 0.1, "1.0": 1, "-0.0": math.Copysign(0, -1), "1e-05": 1e-5, "0.0001": 1e-4, "1e+16": 1e16,
		"1000000000000000.0": 1e15, "123456789012345.67": 123456789012345.67, "5e-324": 5e-324,
		"1.7976931348623157e+308": math.MaxFloat64, "nan": math.NaN(), "inf": math.Inf(1), "-inf": math.Inf(-1),
	} {
		if got := doc.PythonFloat(f); got != text {
			t.Errorf("PythonFloat(%g) = %s, Python prints %s", f, got, text)
		}
	}
}

// TestFloatTextIsReadByAll: whatever Python logs as a float is, once written,
// the same bits to PyYAML, to ruamel.yaml and to yaml.v3.
func TestFloatTextIsReadByAll(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		f := math.Float64frombits(random.Uint64())
		logged := doc.PythonFloat(f)
		text, err := doc.FloatText(doc.YAML, logged)
		if err != nil {
			t.Fatalf("FloatText(%s): %v", logged, err)
		}
		want := doc.Value{Type: doc.TypeFloat, Text: logged}
		if got := doc.Resolve11(text); got != want {
			t.Fatalf("%s is written %s, and PyYAML would read %v", logged, text, got)
		}
		if got := doc.Resolve12(text); got != want {
			t.Fatalf("%s is written %s, and ruamel would read %v", logged, text, got)
		}
		if back, err := strconv.ParseFloat(strings.Replace(text, ".inf", "inf", 1), 64); err != nil && text != ".nan" || err == nil && doc.PythonFloat(back) != logged {
			t.Fatalf("%s is written %s, and Go reads %v, %v", logged, text, back, err)
		}
	}
}
