package collect

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestStanding: a number that is new makes no file new in which another one stood
// before.
func TestStanding(t *testing.T) {
	t.Parallel()
	plan := repro.Plan{Original: repro.Run{Metrics: repro.NewMetrics(map[string]float64{"loss": 0.182445, "calibration": 0.5})}}
	untouched := func(values []float64) []string {
		if len(values) == 1 && values[0] == 0.182445 {
			return []string{"RESULTS.md"}
		}
		return nil
	}
	for name, tt := range map[string]struct {
		before string
		loss   float64
		files  func([]float64) []string
		want   string
	}{
		"in the file itself":       {`{"loss": 0.182445}`, 0.182445, nil, "loss in main"},
		"under another name":       {`{"best": 0.182445}`, 0.182445, nil, "loss in main"},
		"in a file left alone":     {"", 0.182445, untouched, "loss in RESULTS.md"},
		"another number":           {`{"loss": 0.182446}`, 0.182445, nil, ""},
		"not the original's":       {`{"loss": 0.9}`, 0.9, nil, ""},
		"nowhere":                  {"", 0.182445, nil, ""},
		"too few digits to say so": {`{"calibration": 0.5}`, 0.182445, nil, ""},
	} {
		content, err := dvc.ParseMetrics("m.json", []byte(`{}`))
		if err != nil {
			t.Fatal(err)
		}
		file := metricsFile{path: "m.json", content: content, wrote: true}
		if tt.before != "" {
			file.before = []train.EarlierContent{{Where: "main", Data: []byte(tt.before)}}
		}
		c := Collected{Wrote: true, Files: []string{"m.json"}, Run: repro.Run{From: "m.json", Metrics: repro.NewMetrics(map[string]float64{"loss": tt.loss, "calibration": 0.5})}}
		c.notePartlyOld(plan, train.Training{UntouchedNumbers: tt.files}, []metricsFile{file})
		got := ""
		if len(c.Stood) > 0 {
			got = c.Stood[0]
		}
		if got != tt.want || len(c.Told) != len(c.Stood) {
			t.Errorf("%s: stood %q (told %q), want %q", name, got, c.Told, tt.want)
		}
	}
}
