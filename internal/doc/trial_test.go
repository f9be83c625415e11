package doc_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// A trial is one value to write: how this package spells it, and what a Python
// program must then read.
type trial struct {
	text string
	want any // as testdata/oracle.py takes values
	goes any // as yaml.v3 decodes it
}

var nasty = []string{
	"", " ", "a: b", "- x", "#c", "x #c", "*a", "&a", "!!python/object:x", "{{", "${VAR}", "%TAG", "---", "...", "'", `"`, `\`, "null", "~", "yes", "No", "on", "y",
	"1e-05", "1.0", "0123", "0o17", "1_000", "12:30", "2024-01-01", "2024-1-1", "=", "<<", ".", ".5", ".inf", "NaN", "-", "?", ":", "a:", ",", "[1, 2]", "{a: 1}", "|", ">", "@x", "`x`",
	"line\nbreak", "cr\r\nlf", "nel\u0085x", "ls\u2028x", "tab\tx", "\x01\x7f", "\ufeffbom", "\ufffe", "é", "日本語", "🚀", "e\u0301", "\u202eabc", "True", "None", "a b", "C:\\data\\x", "http://h/p?q=1&r=2",
	"(224,224)", "<class 'numpy.float64'>", "it's", `say "hi"`, strings.Repeat("long ", 300) + "x", "x ", " x", "a,b", "a]b", "18446744073709551617",
}

func floatTrial(t testing.TB, format doc.Format, f float64) trial {
	text, err := doc.FloatText(format, doc.PythonFloat(f))
	if err != nil {
		t.Fatal(err)
	}
	return trial{text, [2]string{"float", doc.PythonFloat(f)}, f}
}

func randomTrial(t testing.TB, g *rand.Rand, format doc.Format, like *doc.Node) trial {
	switch g.IntN(8) {
	case 0, 1:
		f := []float64{0.1, 1e-5, 1e6, 1e20, 5e-324, math.Copysign(0, -1), 3, 0.30000000000000004, math.MaxFloat64}[g.IntN(9)]
		if g.IntN(3) == 0 {
			f = math.Float64frombits(g.Uint64())
		}
		if format == doc.JSON && (math.IsNaN(f) || math.IsInf(f, 0)) {
			f = -1.5
		}
		return floatTrial(t, format, f)
	case 2:
		n := g.IntN(1e6) - 1000
		text, err := doc.IntText(format, strconv.Itoa(n))
		if err != nil {
			t.Fatal(err)
		}
		return trial{text, [2]string{"int", strconv.Itoa(n)}, n}
	case 3:
		return trial{doc.BoolText(true), [2]string{"bool", "True"}, true}
	case 4:
		if format != doc.TOML {
			return trial{"null", [2]string{"None", "None"}, nil}
		}
		fallthrough
	case 5:
		items, want, goes := []string{}, []any{}, []any{}
		for range g.IntN(4) {
			item := floatTrial(t, format, float64(g.IntN(9))/4)
			if g.IntN(3) == 0 {
				value := nasty[g.IntN(len(nasty))]
				text, err := doc.StringText(format, value, &doc.Node{Flow: true})
				if err != nil {
					t.Fatal(err)
				}
				item = trial{text, [2]string{"str", value}, value}
			}
			items, want, goes = append(items, item.text), append(want, item.want), append(goes, item.goes)
		}
		return trial{doc.ListText(items), map[string]any{"list": want}, goes}
	default:
		value := nasty[g.IntN(len(nasty))]
		text, err := doc.StringText(format, value, like)
		if err != nil {
			t.Fatal(err)
		}
		return trial{text, [2]string{"str", value}, value}
	}
}
