package reportjson

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// closed forbids members that the schema does not name, all the way down: what
// we write is described, though readers must bear more.
func closed(node any) {
	switch node := node.(type) {
	case map[string]any:
		if _, ok := node["properties"].(map[string]any); ok {
			if _, given := node["additionalProperties"]; !given {
				node["additionalProperties"] = false
			}
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

func openSchema() (any, error) {
	text, err := os.ReadFile("../schema/report-1.json")
	if err != nil {
		return nil, err
	}
	return jsonschema.UnmarshalJSON(bytes.NewReader(text))
}

func compiled(t *testing.T, strict bool) *jsonschema.Schema {
	t.Helper()
	schema, err := openSchema()
	if err != nil {
		t.Fatal(err)
	}
	if strict {
		closed(schema)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("report.json", schema); err != nil {
		t.Fatal(err)
	}
	s, err := compiler.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestReportFileFollowsItsSchema(t *testing.T) {
	t.Parallel()
	strict := compiled(t, true)
	all := []repro.Result{}
	for _, result := range reporttest.Results {
		all = append(all, result())
	}
	empty := repro.Result{Verdict: repro.Unverified, Reason: repro.NoRun}
	all = append(all, empty, fullResult())
	for _, result := range all {
		text, err := Encode(result)
		if err != nil {
			t.Fatal(err)
		}
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := strict.Validate(document); err != nil {
			t.Errorf("%s (%s): %v", result.Verdict, result.Reason, err)
		}
	}
}

// fullResult has every member that report.json knows.
func fullResult() repro.Result {
	r := reporttest.NoisyResult()
	random := rand.New(rand.NewPCG(5, 6))
	full := reporttest.AnyResult(random)
	for len(full.Repeats) == 0 || len(full.Comparison.Curves) == 0 || len(full.Original.Metrics) == 0 || len(full.Original.Datasets) == 0 || len(full.Plan.Metrics.Select) == 0 || len(full.Reproduction.Params) == 0 {
		full = reporttest.AnyResult(random)
	}
	r.Original, r.Reproduction, r.Repeats = full.Original, full.Reproduction, full.Repeats
	r.Comparison.Curves = full.Comparison.Curves
	r.Plan.Metrics, r.Plan.Original = full.Plan.Metrics, full.Reproduction
	r.Registry, r.Warnings, r.Truncated, r.Comparison.Warnings, r.Plan.Warnings = []string{"e"}, []string{"a"}, []string{"b"}, []string{"c"}, []string{"d"}
	r.Again = "reproduce run churn --version 7"
	r.Experiment = reporttest.ExplainedResult().Experiment
	r.Causes = []repro.Cause{{Factor: "data", Strength: repro.Established, Next: "x", Experiment: []string{"r1", "r2"}}}
	return r
}

// TestSchemaRefuses keeps the test above from passing because the schema says
// nothing.
func TestSchemaRefuses(t *testing.T) {
	t.Parallel()
	text, err := Encode(reporttest.DriftedResult())
	if err != nil {
		t.Fatal(err)
	}
	lenient := compiled(t, false)
	for name, change := range map[string]func(map[string]any){
		"a verdict made up":  func(d map[string]any) { d["verdict"] = "splendid" },
		"no metrics":         func(d map[string]any) { delete(d, "metrics") },
		"a later version":    func(d map[string]any) { d["schema_version"] = 2 },
		"a number as text":   func(d map[string]any) { d["metrics"].([]any)[0].(map[string]any)["original"] = "0.9" },
		"a run without id":   func(d map[string]any) { delete(d["original"].(map[string]any), "run_id") },
		"a time that is not": func(d map[string]any) { d["checked_at"] = "yesterday" },
	} {
		var document map[string]any
		if err := json.Unmarshal(text, &document); err != nil {
			t.Fatal(err)
		}
		if err := lenient.Validate(document); err != nil {
			t.Fatalf("before the change: %v", err)
		}
		change(document)
		if lenient.Validate(document) == nil {
			t.Errorf("%s: the schema has nothing against it", name)
		}
	}
}
