package dvc_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestMetricsFilesAsPythonWritesThem(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file, content        string
		want, twice, skipped string
	}{
		{"m.json", `{"acc": 0.5, "nan": NaN, "inf": -Infinity, "n": {"x": 1}, "s": "0.9", "b": true, "l": [1], "none": null}`,
			"acc=0.5 b=1 inf=-Inf n.x=1 nan=NaN s=0.9", "", "l none"},
		{"m.yaml", "acc: 0.5\nloss: .nan\nsmall: 1e-05\nbest: '0.25'\n", "acc=0.5 best=0.25 loss=NaN small=1e-05", "", ""},
		{"m.yml", "acc: 5e-1\n", "acc=0.5", "", ""},
		{"M.JSON", `{"acc": 1}`, "acc=1", "", ""},
		{"arch=x_sz=1.metric", "acc: 1\n", "acc=1", "", ""},
		{"m.toml", "acc = 0.5\n[n]\nx = 2\n", "acc=0.5 n.x=2", "", ""},
		{"m.json", "\ufeff{\"acc\": 1}", "acc=1", "", ""},
		{"m.json", `{"accuracy":0.9,"Accuracy":0.1}`, "Accuracy=0.1 accuracy=0.9", "", ""},
		{"dvclive/metrics.json", `{"train": {"loss": 0.3}, "step": 2, "nan": "nan"}`, "nan=NaN step=2 train.loss=0.3", "", ""},

		// One name, written in two ways: DVC's own table refuses it as well.
		{"m.json", `{"a.b": 1, "a": {"b": 2}, "c": 3}`, "c=3", "a.b", ""},
		{"m.json", `{"a.b": 1, "a": {"b": 1.0}}`, "a.b=1", "", ""},
		{"m.json", `{"a.b": "NaN", "a": {"b": NaN}}`, "a.b=NaN", "", ""},
		{"m.json", `{"a.b": 1, "a": {"b": null}}`, "", "a.b", "a.b"},
	} {
		content, err := dvc.ParseMetrics(test.file, []byte(test.content))
		if err != nil {
			t.Errorf("%s %s: %v", test.file, test.content, err)
			continue
		}
		var metrics, skipped []string
		for _, metric := range content.Metrics {
			metrics = append(metrics, fmt.Sprintf("%s=%v", metric.Name, metric.Value))
		}
		for _, value := range content.Skipped {
			skipped = append(skipped, value.Name)
		}
		got := [3]string{strings.Join(metrics, " "), strings.Join(content.Twice, " "), strings.Join(skipped, " ")}
		if want := [3]string{test.want, test.twice, test.skipped}; got != want {
			t.Errorf("%s %s:\ngot  %q\nwant %q", test.file, test.content, got, want)
		}
	}
}

func TestMetricsNotes(t *testing.T) {
	t.Parallel()
	content, err := dvc.ParseMetrics("m.json", []byte("{\"acc\": \"87 %\",\n\"f1\": null, \"roc\": [1]}"))
	if err != nil {
		t.Fatal(err)
	}
	got := content.Notes("m.json", func(name string) bool { return name != "roc" })
	want := []string{`m.json:1: acc is a string: "87 %", not a number, and was not compared`, "m.json:2: f1 is None, not a number, and was not compared"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAMetricsFileThatIsNoneIsADoubt(t *testing.T) {
	t.Parallel()
	for file, text := range map[string]string{
		"empty.json": "", "list.json": "[1]", "cut.json": `{"acc": 0.`, "twice.json": `{"a": 1, "a": 2}`, "bytes.json": "{\"a\": \"\xff\"}", "m.csv": "a,b\n",
		"huge.json": `{"a": ` + strings.Repeat(" ", 17<<20) + "1}",
	} {
		content, err := dvc.ParseMetrics(file, []byte(text))
		doubt, ok := repro.AsDoubt(err)
		if !ok || doubt.Reason != repro.MetricsMissing || len(content.Metrics) > 0 || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: %v, %v; want a doubt that names it", file, content, err)
		}
	}
}

// TestMetricPaths: what all dvc.yaml of a repository name, at the top and in
// stages, and which of it one foreach or matrix makes.
func TestMetricPaths(t *testing.T) {
	t.Parallel()
	project := mustRead(t, tree(
		"dvc.yaml", `
metrics: [all.json, models/a/m.json, reports]
stages:
  train:
    foreach: [a, b]
    do:
      cmd: python train.py ${item}
      metrics:
        - models/${item}/m.json: {cache: false}
        - models/${item}/loss.yaml
  sweep:
    matrix: {model: [rf], depth: [1, 2]}
    cmd: python sweep.py
    metrics: ["sweep/${item.model}-${item.depth}.toml"]
  single:
    cmd: python single.py
    wdir: sub
    metrics: [m.json]
  other:
    cmd: python other.py ${no.such}
    metrics: ["${no.such}.json"]
`,
		"dvclive/dvc.yaml", "metrics: [metrics.json]\nparams: [params.yaml]\n",
		"b/dvc.yaml", "stages:\n  train: {cmd: python t.py, metrics: [m.json]}\n"))
	want := []string{
		"models/a/m.json", "models/a/loss.yaml", "models/b/m.json", "models/b/loss.yaml", "sweep/rf-1.toml", "sweep/rf-2.toml",
		"sub/m.json", "${no.such}.json", "b/m.json", "all.json", "reports", "dvclive/metrics.json",
	}
	got := project.MetricPaths() // in the order of the stages, which is not asked for here
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	alike := [][]string{{"models/a/m.json", "models/b/m.json"}, {"models/a/loss.yaml", "models/b/loss.yaml"}, {"sweep/rf-1.toml", "sweep/rf-2.toml"}}
	if got := project.AlikeMetrics(); !reflect.DeepEqual(got, alike) {
		t.Errorf("alike %q, want %q", got, alike)
	}
}
