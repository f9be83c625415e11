package observe

import (
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"path/filepath"
	"strings"
	"testing"
)

// TestUnseen: what makes the numbers and was seen of no Python is named, for another
// Python with other packages may have done it.
func TestUnseen(t *testing.T) {
	t.Parallel()
	const (
		start = "P 1 10 1 start 1 py 3.12 TOP python train.py\nC 11 TOP/train.py\n"
		reads = "R 12 TOP/params.yaml\n"
		wrote = "W 14 TOP/metrics.json\nK 15 TOP/metrics.json HASH\nE 16 \n"
		logs  = "M 14 /venv/lib/python3.12/site-packages/mlflow/__init__.py\nE 16 \n"
		tool  = "--\nP 5 6 1 start 1 py 3.12 TOP python /venv/bin/dvc repro\nR 7 TOP/params.yaml\nE 20 \n"
	)
	for _, tt := range []struct {
		name, records string
		run           bool
		doubt, want   string
	}{
		{"all", start + reads + wrote, false, "", ""},
		{"a run", start + reads + logs, true, "", ""},
		{"a tool hands the params on", start + wrote + tool, false, "", ""},
		{"it wrote no metrics", start + reads + "E 16 \n", false, "", "who wrote metrics.json"},
		{"it logged no run", start + reads + "E 16 \n", true, "", "used MLflow"},
		{"it read no params", start + wrote, false, "", "no Python was seen to read params.yaml"},
		{"another did not report", start + reads + wrote, false, "a Python process did not report: " + ways, "did not report"},
		{"another doubt", start + reads + wrote, false, "not all that Python processes did was recorded", ""},
	} {
		top := t.TempDir()
		for _, file := range []string{"train.py", "params.yaml", "metrics.json"} {
			writeFile(t, filepath.Join(top, file), file)
		}
		o := Observation{Processes: recorded(t, top, tt.records), Files: map[string]system.File{}}
		if tt.doubt != "" {
			o.Doubts = []string{tt.doubt}
		}
		q := Question{Top: top, Clone: "/clone", Files: []string{"train.py", "params.yaml"}, Params: []string{"params.yaml"}, Metrics: []string{"metrics.json"}}
		if tt.run {
			q.Metrics, q.Run = nil, "r1"
		}
		if f := o.Answer(q); len(f.Unreported) > 0 != (tt.want == "did not report") {
			t.Errorf("%s: did not report: %q", tt.name, f.Unreported)
		}
		if got := strings.Join(o.Answer(q).Unseen, "\n"); !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
