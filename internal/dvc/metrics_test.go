package dvc_test

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestMetricsFilesAsPythonWritesThem(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file, content string
		want          map[string]float64
		notes         int
	}{
		{"m.json", `{"acc": 0.5, "nan": NaN, "inf": -Infinity, "n": {"x": 1}, "s": "0.9", "l": [1], "none": null}`,
			map[string]float64{"acc": 0.5, "nan": math.NaN(), "inf": math.Inf(-1), "n.x": 1}, 3},
		{"m.yaml", "acc: 0.5\nloss: .nan\nsmall: 1e-05\n", map[string]float64{"acc": 0.5, "loss": math.NaN(), "small": 1e-5}, 0},
		{"arch=x_sz=1.metric", "acc: 1\n", map[string]float64{"acc": 1}, 0},
		{"m.toml", "acc = 0.5\n[n]\nx = 2\n", map[string]float64{"acc": 0.5, "n.x": 2}, 0},
		{"m.json", "\ufeff{\"acc\": 1}", map[string]float64{"acc": 1}, 0},
		{"m.json", `{"accuracy":0.9,"Accuracy":0.1}`, map[string]float64{"accuracy": 0.9, "Accuracy": 0.1}, 0},
	} {
		metrics, notes, err := dvc.ReadMetricsFile(tree(test.file, test.content), test.file)
		if err != nil || len(metrics) != len(test.want) || len(notes) != test.notes {
			t.Errorf("%s %s: %v, notes %q, %v; want %v", test.file, test.content, metrics, notes, err, test.want)
		}
		for name, want := range test.want {
			if got, ok := metrics.Get(name); !ok || got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
				t.Errorf("%s %s: %s is %v, %v; want %v", test.file, test.content, name, got, ok, want)
			}
		}
	}
}

func TestAMetricsFileThatIsNoneIsADoubt(t *testing.T) {
	t.Parallel()
	files := tree("empty.json", "", "list.json", "[1]", "cut.json", `{"acc": 0.`, "twice.json", `{"a": 1, "a": 2}`, "bytes.json", "{\"a\": \"\xff\"}", "m.csv", "a,b\n", "dir/x", "")
	files["huge.json"] = &fstest.MapFile{Data: []byte(`{"a": ` + strings.Repeat(" ", 17<<20) + "1}")}
	for _, file := range []string{"empty.json", "list.json", "cut.json", "twice.json", "bytes.json", "m.csv", "dir", "gone.json", "../m.json", "/etc/passwd", "huge.json"} {
		metrics, _, err := dvc.ReadMetricsFile(files, file)
		doubt, ok := repro.AsDoubt(err)
		if !ok || doubt.Reason != repro.MetricsMissing || len(metrics) > 0 || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: %v, %v; want a doubt that names it", file, metrics, err)
		}
	}
}
