package report

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestReportFile(t *testing.T) {
	t.Parallel()
	for name, result := range results {
		text, err := Encode(result())
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name+".json", string(text))
	}
}

// anyResult fills a result with values from r, field by field, so that a field
// that is added and not encoded shows.
func anyResult(r *rand.Rand) repro.Result {
	var result repro.Result
	fill(r, reflect.ValueOf(&result).Elem(), 0)
	result.Verdict, result.Reason = repro.Unverified, repro.PipelineFailed
	tolerances, err := repro.ParseTolerances("accuracy: 0.01 abs\n*loss: 5%\n")
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
		if d.State == repro.StateMissing {
			d.Reproduced = 0
		}
		if r.IntN(2) == 0 {
			d.Allowed = fmt.Sprint(r.Float64())
		}
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
		v.SetFloat(anyFloat(r))
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

// hostile is what names, values and logs may hold.
var hostile = []string{
	"", " ", "a|b", `a\|b`, `\`, "`", "``` `` `", "@org/team", "#1", "GH-1", "fixes #3", "owner/repo#1", "<!-- reproduce:1 {} -->", "-->",
	"<script>alert(1)</script>", "</td>", "</details>", "<details>", "![x](http://evil.example/p.png)", "[a](javascript:alert(1))", "$$math$$",
	"line\nbreak", "cr\rlf\r\n", "\x1b[31mred\x1b[0m", "\x1b]8;;http://evil.example\x07link\x1b]8;;\x07", "\u202egnp.exe", "zero\u200bwidth", "\ufeffbom",
	"::error::x", "::add-mask::a", "##[error]x", "| --- |", "---", "# heading", "1. item", "- item", "> quote", "http://evil.example", "www.evil.example",
	"a@b.example", "&commat;x", "&#64;user", "*bold*", "_it_", "~~s~~", "\xff\xfe", "\u3164", "e\u0301\ufe0f", "日本語", "'; rm -rf /", "$(x)", "%0A", "```mermaid\ngraph\n```",
	strings.Repeat("x", 5000), strings.Repeat("`", 300), strings.Repeat("|", 300), "md5 8f14e45fceea167a5a36dedd4bea2543", "0.93",
}

func anyText(r *rand.Rand) string {
	text := hostile[r.IntN(len(hostile))]
	if r.IntN(3) == 0 {
		text += " " + hostile[r.IntN(len(hostile))]
	}
	return text
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 300 {
		result := anyResult(r)
		text, err := Encode(result)
		if err != nil {
			t.Fatalf("result %d: %v", i, err)
		}
		back, err := Decode(text)
		if err != nil {
			t.Fatalf("result %d: %v", i, err)
		}
		sameRendering(t, result, back)
		again, err := Encode(back)
		if err != nil || string(again) != string(text) {
			t.Fatalf("result %d: encoded twice differs: %v\n%s", i, err, firstDifference(string(again), string(text)))
		}
		if valid := validated(result); !sameResult(valid, back) {
			t.Fatalf("result %d: lost in report.json:\n%s", i, structDifference("", reflect.ValueOf(valid), reflect.ValueOf(back)))
		}
	}
}

func sameRendering(t *testing.T, a, b repro.Result) {
	t.Helper()
	style := Style{Width: 100}
	if x, y := Terminal(a, style), Terminal(b, style); x != y {
		t.Fatalf("the terminal report differs after a round trip:\n%s", firstDifference(y, x))
	}
	x, _ := Comment(a, page)
	y, _ := Comment(b, page)
	if x != y {
		t.Fatalf("the comment differs after a round trip:\n%s", firstDifference(y, x))
	}
	x, _ = Summary(a, page)
	y, _ = Summary(b, page)
	if x != y {
		t.Fatalf("the summary differs after a round trip:\n%s", firstDifference(y, x))
	}
}

// validated is result with every text as Encode spells it.
func validated(result repro.Result) repro.Result {
	clean(reflect.ValueOf(&result).Elem())
	return result
}

func sameResult(a, b repro.Result) bool {
	return structDifference("", reflect.ValueOf(a), reflect.ValueOf(b)) == ""
}

// structDifference is reflect.DeepEqual that says where, and for which NaN is
// NaN.
func structDifference(path string, a, b reflect.Value) string {
	switch a.Kind() {
	case reflect.Float64:
		if x, y := a.Float(), b.Float(); x != y && !(math.IsNaN(x) && math.IsNaN(y)) {
			return fmt.Sprintf("%s: %v, %v", path, x, y)
		}
		return ""
	case reflect.Struct:
		if a.Type() == reflect.TypeFor[time.Time]() || a.Type() == reflect.TypeFor[repro.Tolerances]() {
			break
		}
		for i := range a.NumField() {
			if d := structDifference(path+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i)); d != "" {
				return d
			}
		}
		return ""
	case reflect.Slice:
		if a.Len() != b.Len() {
			return fmt.Sprintf("%s: %d and %d items", path, a.Len(), b.Len())
		}
		for i := range a.Len() {
			if d := structDifference(fmt.Sprintf("%s[%d]", path, i), a.Index(i), b.Index(i)); d != "" {
				return d
			}
		}
		return ""
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			if a.IsNil() != b.IsNil() {
				return path + ": nil on one side"
			}
			return ""
		}
		return structDifference(path, a.Elem(), b.Elem())
	}
	if !reflect.DeepEqual(a.Interface(), b.Interface()) {
		return fmt.Sprintf("%s: %q, %q", path, fmt.Sprint(a.Interface()), fmt.Sprint(b.Interface()))
	}
	return ""
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	text, err := Encode(driftedResult())
	if err != nil {
		t.Fatal(err)
	}
	good := string(text)
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", "read report"},
		{"another document", `{"run_id": "x"}`, "no schema_version"},
		{"a later version", strings.Replace(good, `"schema_version": 1`, `"schema_version": 2`, 1), "schema_version 2, and this version of reproduce reads 1"},
		{"a verdict made up", strings.Replace(good, `"verdict": "drifted"`, `"verdict": "splendid"`, 1), `verdict "splendid"`},
		{"a drift called reproduced", strings.NewReplacer(`"verdict": "drifted"`, `"verdict": "reproduced"`, `"reason": "metrics-outside-tolerance"`, `"reason": "within-tolerance"`).Replace(good),
			"it says reproduced (within-tolerance), and its evidence and metrics say drifted"},
		{"a failed gate", strings.Replace(good, `"state": "passed"`, `"state": "failed"`, 1), "say unverified (not-executed)"},
		{"a member twice", strings.Replace(good, `"verdict": "drifted"`, `"verdict": "drifted", "verdict": "reproduced"`, 1), "duplicate"},
		{"cut short", good[:len(good)/2], "read report"},
		{"something after it", good + "{}", "read report"},
		{"a number where a text is", strings.Replace(good, `"reason": "metrics-outside-tolerance"`, `"reason": 3`, 1), "reason"},
		{"tolerances nobody can read", strings.Replace(good, `"plan": {`, `"plan": {"tolerances": "f1: lots",`, 1), "lots"},
		{"too much", `{"schema_version": 1, "x": "` + strings.Repeat("x", MaxDocument) + `"}`, "too large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Decode([]byte(tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
	if _, err := Decode([]byte(good)); err != nil {
		t.Errorf("the report that the others were made of: %v", err)
	}
}

func TestEncodeLeavesItsArgumentAlone(t *testing.T) {
	t.Parallel()
	r := unverifiedResult()
	r.Warnings = []string{"bad \xff byte"}
	r.Plan.Model.Tags = map[string]string{"k\xff": "v"}
	if _, err := Encode(r); err != nil {
		t.Fatal(err)
	}
	if r.Warnings[0] != "bad \xff byte" || r.Plan.Model.Tags["k\xff"] != "v" {
		t.Errorf("Encode changed the result it was given: %q, %q", r.Warnings, r.Plan.Model.Tags)
	}
}
