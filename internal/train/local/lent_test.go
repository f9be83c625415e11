package local

import (
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestHoldsMetrics: a lent file with the original's metrics by their names is no input,
// however few digits they have; one that has such numbers is.
func TestHoldsMetrics(t *testing.T) {
	t.Parallel()
	metrics := repro.Metrics{{Name: "test.loss", Value: 0.123}, {Name: "accuracy", Value: 0.5}}
	for text, want := range map[string]bool{
		`{"loss": 0.123, "accuracy": 0.5}`:       true,
		"accuracy,loss\n0.50,1.23e-1\n":          true,
		"the loss was 0.123 and its accuracy .5": true,
		`{"loss": 0.123, "accuracy": 0.51}`:      false,
		`{"a": 0.123, "b": 0.5}`:                 false,
		"sepal,petal\n0.123,0.5\n":               false,
		"":                                       false,
	} {
		if got := holdsMetrics(fstest.MapFS{"f": {Data: []byte(text)}}, "f", metrics); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if holdsMetrics(fstest.MapFS{"f": {Data: []byte("accuracy")}}, "f", nil) || holdsMetrics(fstest.MapFS{}, "f", metrics) {
		t.Error("no metrics, or no file")
	}
}
