package statement

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const someDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func checkOf(r repro.Result) Check {
	return Check{Result: r, Report: someDigest, Tool: Tool{"reproduce", "v1.0.0", someDigest}, At: r.CheckedAt,
		Asked: Asked{Model: "churn", Version: "production", Command: "make train"},
		Files: []File{{"MLmodel", someDigest, 12, ""}, {"model.bin", "", 1 << 40, "at most 2 GiB of a model are read"}}}
}

// encoded gives a statement as text and as anybody's parser reads it.
func encoded(t *testing.T, c Check) (text []byte, d document) {
	t.Helper()
	text, err := Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return text, d
}

// schema is the published one; strict forbids what it does not name.
func schema(t *testing.T, strict bool) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("../report/schema/statement-1.json")
	if err != nil {
		t.Fatal(err)
	}
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if strict {
		closed(read)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("statement.json", read); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("statement.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func closed(node any) {
	switch node := node.(type) {
	case map[string]any:
		if _, ok := node["properties"].(map[string]any); ok {
			node["additionalProperties"] = false
		}
		for _, child := range node {
			closed(child)
		}
	case []any:
		for _, child := range node {
			closed(child)
		}
	}
}

func validate(t *testing.T, s *jsonschema.Schema, text []byte) error {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(document)
}

// TestFollowsItsSchema: every kind of check, also one that came to nothing.
func TestFollowsItsSchema(t *testing.T) {
	t.Parallel()
	strict := schema(t, true)
	checks := map[string]Check{"nothing": {Result: repro.Result{Verdict: repro.Unverified, Reason: repro.NoRun}, Report: someDigest}}
	for name, result := range reporttest.Results {
		checks[name] = checkOf(result())
	}
	for seed := range uint64(50) {
		r := reporttest.AnyResult(rand.New(rand.NewPCG(1, seed)))
		r.Verdict, r.Reason = repro.Unverified, repro.NoRun
		texts := r.Plan.Criteria
		r.Plan.Criteria = nil
		r.Plan.Criteria.Add("metrics", texts...)
		r.Inputs, r.Comparison.Deltas, r.Evidence = nil, nil, nil // these have closed sets
		checks[fmt.Sprint("any ", seed)] = checkOf(saved(t, r))
	}
	for name, c := range checks {
		text, d := encoded(t, c)
		if err := validate(t, strict, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d.Predicate.Verdict.Verdict != c.Result.Verdict || d.Predicate.Verdict.Reason == "" {
			t.Errorf("%s: verdict %+v, want %s", name, d.Predicate.Verdict, c.Result.Verdict)
		}
		if !IsOurs(text) {
			t.Errorf("%s: is not known again as a statement", name)
		}
	}
}

// saved is a result as its report gives it back: statements are made of those.
func saved(t *testing.T, r repro.Result) repro.Result {
	t.Helper()
	text, err := reportjson.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	if r, err = reportjson.Decode(text); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSchemaRefuses keeps the test above from passing because the schema says nothing.
func TestSchemaRefuses(t *testing.T) {
	t.Parallel()
	lenient := schema(t, false)
	text, _ := encoded(t, checkOf(reporttest.DriftedResult()))
	for name, change := range map[string]func(d, p map[string]any){
		"no verdict":          func(_, p map[string]any) { delete(p, "verdict") },
		"a verdict made up":   func(_, p map[string]any) { p["verdict"].(map[string]any)["verdict"] = "splendid" },
		"no subject":          func(d, _ map[string]any) { d["subject"] = []any{} },
		"no digest":           func(d, _ map[string]any) { d["subject"].([]any)[0].(map[string]any)["digest"] = map[string]any{} },
		"another type":        func(d, _ map[string]any) { d["_type"] = "https://in-toto.io/Statement/v0.1" },
		"another predicate":   func(d, _ map[string]any) { d["predicateType"] = "https://slsa.dev/provenance/v1" },
		"half a digest":       func(_, p map[string]any) { p["report"].(map[string]any)["sha256"] = "abc" },
		"no word on when":     func(_, p map[string]any) { delete(p["tolerances"].(map[string]any), "fixed_before_training") },
		"a line of two lines": func(_, p map[string]any) { p["tolerances"].(map[string]any)["lines"] = []any{"a\nb"} },
	} {
		var d map[string]any
		if err := json.Unmarshal(text, &d); err != nil {
			t.Fatal(err)
		}
		change(d, d["predicate"].(map[string]any))
		changed, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if validate(t, lenient, changed) == nil {
			t.Errorf("%s: the schema has nothing against it", name)
		}
	}
}

// TestNoVerdictNoStatement: what was not judged is not stated.
func TestNoVerdictNoStatement(t *testing.T) {
	t.Parallel()
	for _, verdict := range []repro.Verdict{"", "splendid", repro.Missed} {
		r := reporttest.ReproducedResult()
		r.Verdict = verdict
		if text, err := Encode(checkOf(r)); err == nil {
			t.Errorf("%q: stated\n%s", verdict, text)
		}
	}
}

// TestSaysWhetherTolerancesWereFixed: only a commit that has the digest of the very
// criteria says so.
func TestSaysWhetherTolerancesWereFixed(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*repro.Result)
		want   bool
	}{
		"the commit has it":        {func(*repro.Result) {}, true},
		"begun under others":       {func(r *repro.Result) { r.Plan.Criteria = repro.Lines{"tolerances default: 9%"} }, false},
		"the commit has none":      {func(r *repro.Result) { r.Change.Criteria = "" }, false},
		"no commit was made":       {func(r *repro.Result) { r.Change = repro.Change{} }, false},
		"no criteria were written": {func(r *repro.Result) { r.Plan.Criteria, r.Change.Criteria = nil, "" }, false},
	} {
		r := reporttest.ReproducedResult()
		r.Plan.Criteria = repro.Lines{"tolerances default: exact", "repeats 1"}
		r.Change.Criteria = r.Plan.Criteria.Digest()
		tt.change(&r)
		_, d := encoded(t, checkOf(r))
		if got := d.Predicate.Tolerances; got.Fixed != tt.want || got.SHA256 != repro.Lines(got.Lines).Digest() {
			t.Errorf("%s: %+v, want fixed %t", name, got, tt.want)
		}
	}
}

// TestSubjects are the version, by what names it in its registry, and each file that
// was read.
func TestSubjects(t *testing.T) {
	t.Parallel()
	one := checkOf(reporttest.ReproducedResult())
	_, d := encoded(t, one)
	model := one.Result.Model()
	name := "models:/" + model.Name + "/" + model.Version
	if len(d.Subject) != 2 || d.Subject[0].Name != name || d.Subject[1].Name != name+"/MLmodel" || d.Subject[1].Digest.SHA256 != someDigest {
		t.Errorf("subjects %+v", d.Subject)
	}
	if d.Subject[0].Digest.SHA256 != repro.Lines(d.Predicate.Model.Lines).Digest() {
		t.Errorf("the version's digest is not that of %q", d.Predicate.Model.Lines)
	}
	if left := d.Predicate.Model.LeftOut; len(left) != 1 || left[0].Path != "model.bin" || left[0].Why == "" {
		t.Errorf("left out %+v", left)
	}
	again := checkOf(reporttest.DriftedResult())
	again.Result.Plan.Model, again.Result.Original = model, one.Result.Original
	if _, e := encoded(t, again); e.Subject[0] != d.Subject[0] {
		t.Errorf("another check of the version is about %+v, not %+v", e.Subject[0], d.Subject[0])
	}
	again.Result.Plan.Model.Source += "x"
	if _, e := encoded(t, again); e.Subject[0] == d.Subject[0] {
		t.Error("another source is the same subject")
	}
}

// TestNumbersAndText: what JSON has no number for is a text, and hostile text stays text.
func TestNumbersAndText(t *testing.T) {
	t.Parallel()
	r := reporttest.ReproducedResult()
	r.Comparison.Deltas = []repro.Delta{
		{Name: "nan", Original: math.NaN(), Reproduced: math.Inf(1), State: repro.StateOutside},
		{Name: "gone", Original: 1, State: repro.StateMissing},
		{Name: "new", Reproduced: 1, State: repro.StateExtra},
		{Name: "ignored and not there", Original: 1, State: repro.StateIgnored, Absent: true},
	}
	c := checkOf(r)
	for _, hostile := range reporttest.Hostile {
		hostile = strings.ToValidUTF8(hostile, "?")
		c.Result.Original.Params = append(c.Result.Original.Params, repro.Param{Name: hostile, Value: hostile})
		c.Result.Plan.Criteria.Add("metrics", hostile)
		c.Result.Plan.Model.Name = hostile
		c.Files = append(c.Files, File{Path: hostile, SHA256: someDigest})
		text, d := encoded(t, c)
		if strings.ContainsAny(d.Subject[0].Name+d.Subject[len(d.Subject)-1].Name, "\n\r\x00\x1b") {
			t.Errorf("a subject's name is %q", d.Subject[0].Name)
		}
		if bytes.ContainsAny(text, "\x00\x1b\r") {
			t.Errorf("%q stands there as it is", hostile)
		}
	}
	text, d := encoded(t, c)
	if err := validate(t, schema(t, true), text); err != nil {
		t.Error(err)
	}
	for i, want := range []string{`"NaN" "Infinity"`, "1 null", "null 1", "1 null"} {
		m := d.Predicate.Metrics[i]
		original, _ := json.Marshal(m.Original)
		reproduction, _ := json.Marshal(m.Reproduction)
		if got := string(original) + " " + string(reproduction); got != want {
			t.Errorf("%s: %s, want %s", m.Name, got, want)
		}
	}
}

// TestDigestsOfInputs: a change on one side is a change of that side's digest, and what
// was not recorded has none.
func TestDigestsOfInputs(t *testing.T) {
	t.Parallel()
	r := reporttest.ReproducedResult()
	r.Inputs = []repro.Input{
		{Kind: repro.KindData, Name: "a\tb", Original: "md5 1", Now: "md5 1", State: repro.InputSame},
		{Kind: repro.KindEnvironment, Name: "Python", State: repro.InputUnknown},
	}
	_, d := encoded(t, checkOf(r))
	const want = "5edbd651b55bf7d69ae804d075b6aa9ee9f37252f3516fb428dbc6f8be0473d8" // printf 'a\\tb\tmd5 1\n' | sha256sum
	if got := d.Predicate.Digests.Data; got.Original != want || got.Reproduction != want {
		t.Errorf("data %+v, want %s", got, want)
	}
	if got := d.Predicate.Digests.Environment; got != (sides{}) {
		t.Errorf("an environment that nobody recorded has the digests %+v", got)
	}
	r.Inputs[0].Now = "md5 2"
	_, e := encoded(t, checkOf(r))
	if got := e.Predicate.Digests.Data; got.Original != d.Predicate.Digests.Data.Original || got.Reproduction == got.Original {
		t.Errorf("after a change of the data: %+v", got)
	}
}
