package mlflow_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestReadMetadata(t *testing.T) {
	t.Parallel()
	run, err := mlflow.ReadMetadata([]byte(`{
		"model_name": "iris-classifier", "version": 3,
		"run_id": "76541e09800000000000000000000001",
		"params": {"lr": "1e-05", "n": 1e-05, "big": 12345678901234567890, "exact": 0.10, "on": true, "off": false, "none": null, "a.b": "x", "é\"": ""},
		"metrics": {"f1": 0.93, "nan": "NaN", "up": "Infinity", "zero": 0}
	}`))
	if err != nil {
		t.Fatal(err)
	}
	want := repro.Params{
		{Name: "a.b", Value: "x"}, {Name: "big", Value: "12345678901234567890"}, {Name: "exact", Value: "0.10"}, {Name: "lr", Value: "1e-05"},
		{Name: "n", Value: "1e-05"}, {Name: "none", Value: "None"}, {Name: "off", Value: "False"}, {Name: "on", Value: "True"}, {Name: "é\"", Value: ""},
	}
	if !slices.Equal(run.Params, want) {
		t.Errorf("params %q\nwant   %q", run.Params, want)
	}
	if run.ID != "76541e09800000000000000000000001" || run.From == "" || run.Status != "" || mlflow.NotFinished(run) != nil {
		t.Errorf("run %+v", run)
	}
	if f1, _ := run.Metrics.Get("f1"); f1 != 0.93 || len(run.Metrics) != 4 {
		t.Errorf("metrics %v", run.Metrics)
	}
	if nan, _ := run.Metrics.Get("nan"); !math.IsNaN(nan) {
		t.Errorf("nan is %v", nan)
	}
	if run, err := mlflow.ReadMetadata([]byte(`{"run_id": "abc", "params": null}`)); err != nil || run.ID != "abc" {
		t.Errorf("run id alone: %+v, %v", run, err)
	}
	if run, err := mlflow.ReadMetadata([]byte(`{"params": {"lr": 1}}`)); err != nil || run.ID != "" || len(run.Params) != 1 {
		t.Errorf("params alone: %+v, %v", run, err)
	}
	if run, err := mlflow.ReadMetadata([]byte(`{"params": {}, "metrics": {"f1": 1}}`)); err != nil || run.ID != "" || len(run.Params) != 0 || len(run.Metrics) != 1 {
		t.Errorf("of a training without params: %+v, %v", run, err)
	}
}

// TestReadMetadataRefuses: what is no metadata is named with its line.
func TestReadMetadataRefuses(t *testing.T) {
	t.Parallel()
	for text, part := range map[string]string{
		``:                                       "model metadata",
		`{}`:                                     "neither run_id nor params",
		`{"params": {}}`:                         "neither run_id nor params",
		`{"metrics": {"f1": 1}}`:                 `of a training without params {"params": {}`,
		`{"params": null, "metrics": {"f1": 1}}`: "neither run_id nor params",
		`[]`:                                     "neither run_id nor params",
		`"x"`:                                    "neither run_id nor params",
		`{"run_id": 7.5}`:                        "run_id is no run id",
		`{"run_id": ""}`:                         "run_id is no run id",
		`{"run_id": "../x"}`:                     "run_id is no run id",
		`{"run_id": {}}`:                         "run_id is no run id",
		"{\n\"params\": [1]}":                    "line 2: params is no map",
		`{"params": {"a": {}}}`:                  "param \"a\" is a map",
		`{"params": {"a": [1]}}`:                 "param \"a\" is a list",
		`{"run_id": "a", "metrics": {"f": "high"}}`: `metric "f" is no number`,
		`{"run_id": "a", "metrics": {"f": null}}`:   `metric "f" is no number`,
		`{"run_id": "a", "metrics": {"f": true}}`:   `metric "f" is no number`,
		`{"run_id": "a", "metrics": {"f": 1e999}}`:  `metric "f" is no number`,
		`{"run_id": "a", "metrics": {"f": [1]}}`:    `metric "f" is no number`,
		`{"run_id": "a", "metrics": {"f": 1}`:       "model metadata",
		`{"run_id": "a"} {}`:                        "model metadata",
		`{"params": {"a": 1, "a": 2}}`:              "model metadata",
		`{"params": {"a": 1}, "params.a": 2}`:       `params has "a" twice`,
		"{\"params\": {\"a\": \"\xff\"}}":           "model metadata",
		`{"params": ` + strings.Repeat("[", 10_001): "model metadata",
	} {
		run, err := mlflow.ReadMetadata([]byte(text))
		if err == nil {
			t.Errorf("%.60s: %+v; want an error", text, run)
			continue
		}
		wantParts(t, err, part)
	}
}
