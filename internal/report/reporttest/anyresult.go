package reporttest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// AnyResult fills a result with values from r, field by field, so that a field
// that is added and not encoded shows.
func AnyResult(r *rand.Rand) repro.Result {
	var result repro.Result
	fill(r, reflect.ValueOf(&result).Elem(), 0)
	result.Verdict, result.Reason = repro.Unverified, repro.PipelineFailed
	tolerances, err := judge.ParseTolerances("accuracy: 0.01 abs\n*loss: 5%\n")
	if err != nil {
		panic(err)
	}
	result.Plan.Metrics.Tolerances = tolerances
	for i := range result.Comparison.Deltas {
		d := &result.Comparison.Deltas[i]
		d.State = []repro.State{repro.StateIdentical, repro.StateWithin, repro.StateRounded, repro.StateNoise, repro.StateOutside,
			repro.StateMissing, repro.StateExtra, repro.StateIgnored, repro.StateReported, repro.StateUndecided}[r.IntN(10)]
		if d.State == repro.StateExtra {
			d.Original = 0
		}
		d.Absent = d.Absent && (d.State == repro.StateIgnored || d.State == repro.StateReported)
		if d.Lacking() {
			d.Reproduced = 0
		}
		if r.IntN(2) == 0 {
			d.Allowed = fmt.Sprint(r.Float64())
		}
	}
	if e := result.Experiment; e != nil {
		e.Conclusion = []repro.Conclusion{repro.CauseIsolated, repro.CauseUnknown}[r.IntN(2)]
		for i := range e.Factors {
			e.Factors[i].Finding = []repro.FactorFinding{repro.FactorIsolated, repro.FactorRuledOut, repro.FactorNoHelp, repro.FactorOpen}[r.IntN(4)]
		}
	}
	if m := result.Comparison.Model; m != nil {
		m.State = []repro.State{repro.StateIdentical, repro.StateWithin, repro.StateOutside, repro.StateReported, repro.StateUndecided}[r.IntN(5)]
	}
	for i := range result.Inputs {
		result.Inputs[i].State = []string{"same", "differs", "not recorded"}[r.IntN(3)]
		result.Inputs[i].Kind = []string{"code", "data", "params", "environment", "seed"}[r.IntN(5)]
	}
	for i := range result.Plan.Files {
		result.Plan.Files[i].Before, result.Plan.Files[i].After = []byte("a: 1\n"), []byte("a: 2\n")
	}
	if r.IntN(2) == 0 {
		result.Plan.Original = result.Original
	}
	return result
}

func fill(r *rand.Rand, v reflect.Value, depth int) {
	switch v.Type() {
	case reflect.TypeFor[time.Time]():
		if r.IntN(4) > 0 {
			v.Set(reflect.ValueOf(time.UnixMilli(r.Int64N(4e12)).UTC()))
		}
		return
	case reflect.TypeFor[repro.Tolerances]():
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(anyText(r))
	case reflect.Int, reflect.Int64:
		v.SetInt(r.Int64N(1000))
	case reflect.Float64:
		v.SetFloat(AnyFloat(r))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Pointer:
		if r.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem(), depth+1)
		}
	case reflect.Slice:
		if n := r.IntN(4); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(r, v.Index(i), depth+1)
			}
		}
	case reflect.Map:
		if r.IntN(2) == 0 {
			v.Set(reflect.ValueOf(map[string]string{"k" + anyText(r): anyText(r)}))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i), depth+1)
		}
	case reflect.Uint8:
		v.SetUint(uint64('a' + r.IntN(26)))
	default:
		panic("fill: " + v.Type().String())
	}
}

// Hostile is what names, values and logs may hold.
var Hostile = []string{
	"", " ", "a|b", `a\|b`, `\`, "`", "``` `` `", "@org/team", "#1", "GH-1", "fixes #3", "owner/repo#1", "<!-- reproduce:1 {} -->", "-->",
	"<script>alert(1)</script>", "</td>", "</details>", "<details>", "![x](http://evil.example/p.png)", "[a](javascript:alert(1))", "$$math$$",
	"line\nbreak", "cr\rlf\r\n", "\x1b[31mred\x1b[0m", "\x1b]8;;http://evil.example\x07link\x1b]8;;\x07", "\u202egnp.exe", "zero\u200bwidth", "\ufeffbom",
	"::error::x", "::add-mask::a", "##[error]x", "| --- |", "---", "# heading", "1. item", "- item", "> quote", "http://evil.example", "www.evil.example",
	"a@b.example", "&commat;x", "&#64;user", "*bold*", "_it_", "~~s~~", "\xff\xfe", "\u3164", "e\u0301\ufe0f", "日本語", "'; rm -rf /", "$(x)", "%0A", "```mermaid\ngraph\n```",
	strings.Repeat("x", 5000), strings.Repeat("`", 300), strings.Repeat("|", 300), "md5 8f14e45fceea167a5a36dedd4bea2543", "0.93",
}

func anyText(r *rand.Rand) string {
	text := Hostile[r.IntN(len(Hostile))]
	if r.IntN(3) == 0 {
		text += " " + Hostile[r.IntN(len(Hostile))]
	}
	return text
}

// AnyFloat picks from the places where formatting goes wrong: neighbours,
// denormals, powers of ten, the extremes, and every bit pattern.
func AnyFloat(r *rand.Rand) float64 {
	special := []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 1e-4, 9.9999e-5, 1e15, 9.999999e14, 5e-324, math.MaxFloat64,
		math.SmallestNonzeroFloat64, 2.2250738585072014e-308, math.Inf(1), math.Inf(-1), math.NaN(), 0.9995, 0.99995, 9.9995}
	switch r.IntN(5) {
	case 0:
		return special[r.IntN(len(special))]
	case 1:
		return r.Float64()
	case 2:
		return math.Round(r.Float64()*1e4) / 1e4
	case 3:
		return (r.Float64() - 0.5) * math.Pow(10, float64(r.IntN(40)-20))
	default:
		return math.Float64frombits(r.Uint64())
	}
}
