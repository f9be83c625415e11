package collect

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestStoodAs: numbers are known again in whatever text they come back.
func TestStoodAs(t *testing.T) {
	t.Parallel()
	const before = `{"accuracy": 0.9777777777777777, "loss": 0.125, "nan": NaN, "epoch": 7}`
	for name, tt := range map[string]struct {
		now   string
		names string
		want  string
	}{
		"the very bytes":                 {before, "accuracy loss", "main"},
		"formatted":                      {"{\n  \"loss\": 0.1250,\n  \"accuracy\": 0.9777777777777777}\n", "accuracy loss", "main"},
		"line ends of Windows":           {strings.ReplaceAll("{\n\"loss\": 1.25e-1,\n\"accuracy\": 0.9777777777777777}\n", "\n", "\r\n"), "accuracy loss", "main"},
		"rounded":                        {`{"accuracy": 0.978, "loss": 0.125}`, "accuracy loss", "main"},
		"not a number, again":            {`{"nan": NaN}`, "nan", "main"},
		"with a time that nobody judges": {`{"accuracy": 0.9777777777777777, "loss": 0.125, "seconds": 3}`, "accuracy loss", "main"},
		"one is another":                 {`{"accuracy": 0.9777777777777777, "loss": 0.1250001}`, "accuracy loss", ""},
		"the last bit":                   {`{"accuracy": 0.9777777777777779, "loss": 0.125}`, "accuracy loss", ""},
		"one is new":                     {`{"accuracy": 0.9777777777777777, "f1": 0.5}`, "accuracy f1", ""},
		"too coarse to be the rounded":   {`{"accuracy": 1}`, "accuracy", ""},
		"nothing is judged":              {before, "", ""},
	} {
		content, err := dvc.ParseMetrics("m.json", []byte(tt.now))
		if err != nil {
			t.Fatal(err)
		}
		file := metricsFile{path: "m.json", content: content, before: []train.EarlierContent{{Where: "elsewhere", Data: []byte("{")}, {Where: "commit a", Data: []byte(`{"accuracy": 0.5}`)}, {Where: "main", Data: []byte(before)}}}
		if got := stoodAs(file, strings.Fields(tt.names)); got != tt.want {
			t.Errorf("%s: stood in %q, want %q", name, got, tt.want)
		}
	}
}
