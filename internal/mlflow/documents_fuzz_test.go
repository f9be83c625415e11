package mlflow

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// FuzzReadMetadata: a file of anybody's is refused, or gives a run with an id or params.
func FuzzReadMetadata(f *testing.F) {
	f.Add([]byte(`{"run_id": "0a1b0a1b0a1b0a1b0a1b0a1b0a1b0a1b", "params": {"lr": "1e-05", "n": 1.50}, "metrics": {"f1": 0.93, "x": "NaN"}}`))
	f.Add([]byte(`{"params": {"a": {"b": 1}}, "metrics": {"m": 1e999}}`))
	f.Add([]byte("name: iris\ncreation_timestamp: 1e3\ntags: {a: b}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := readMeta(data); err == nil {
			_, _ = m.text("name"), m.integer("creation_timestamp")
		}
		run, err := ReadMetadata(data)
		if err != nil {
			return
		}
		if run.ID == "" && len(run.Params) == 0 || run.ID != "" && !repro.IsRunID(run.ID) {
			t.Errorf("%q: %+v", data, run)
		}
	})
}
