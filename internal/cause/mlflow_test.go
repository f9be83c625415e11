package cause

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCompareLineage_mlflowOnce: MLflow is one input, however many say which version it had,
// unless they contradict each other.
func TestCompareLineage_mlflowOnce(t *testing.T) {
	t.Parallel()
	side := func(model, installed string) repro.Lineage {
		l := repro.Lineage{}
		if model != "" {
			l.MLflow = repro.Fact{Value: model, From: "MLmodel"}
		}
		if installed != "" {
			l.Packages = []repro.Package{{Name: "MLFlow", Version: installed, From: "what was seen", Installed: true}, {Name: "numpy", Version: "2.4.6", From: "what was seen", Installed: true}}
		}
		return l
	}
	for _, tt := range []struct {
		original, now repro.Lineage
		want          map[string]string
	}{
		{side("3.17.0", "3.17.0"), side("3.17.0", "3.17.0"), map[string]string{"mlflow": repro.InputSame}},
		{side("3.17.0", "3.17.0"), side("3.18.0", "3.18.0"), map[string]string{"mlflow": repro.InputDiffers}},
		{side("3.17.0", "3.17.0"), side("", "3.18.0"), map[string]string{"mlflow": repro.InputDiffers}},
		{side("3.17.0", ""), side("3.18.0", "3.18.0"), map[string]string{"MLflow": repro.InputDiffers}},
		{side("3.17.0", ""), side("3.17.0", ""), map[string]string{"MLflow": repro.InputSame}},
		{side("3.17.0", "3.17.0"), side("3.18.0", "3.17.0"), map[string]string{"mlflow": repro.InputSame, "MLflow": repro.InputDiffers}},
		{side("", ""), side("", ""), map[string]string{}},
	} {
		got := map[string]string{}
		for _, input := range CompareLineage(tt.original, tt.now) {
			if input.Name == "mlflow" || input.Name == "MLflow" {
				got[input.Name] = input.State
			}
		}
		if len(got) != len(tt.want) {
			t.Errorf("%+v and %+v: got %v, want %v", tt.original, tt.now, got, tt.want)
			continue
		}
		for name, state := range tt.want {
			if got[name] != state {
				t.Errorf("%+v and %+v: got %v, want %v", tt.original, tt.now, got, tt.want)
			}
		}
	}
}
