package cause

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestConcludeOfUnrecordedData: where the new training alone has a digest of data, it is said what
// would have told whether they were edited.
func TestConcludeOfUnrecordedData(t *testing.T) {
	t.Parallel()
	const says = " Whether data/churn.csv was edited since is not known. For the next original, reproduce record -- CMD keeps that; from check to check, --history DIR does."
	for name, tt := range map[string]struct {
		input repro.Input
		want  bool
	}{
		"lent":                  {lentFile("data/churn.csv", "sha256 1"), true},
		"seen to be read":       {repro.Input{Kind: repro.KindData, Name: "data/churn.csv", Now: "sha256 1", State: repro.InputUnknown, Evidence: repro.SeenRead}, true},
		"the original's alone":  {repro.Input{Kind: repro.KindData, Name: "data/churn.csv", Original: "sha256 1", State: repro.InputUnknown}, false},
		"a param of one of two": {repro.Input{Kind: repro.KindParams, Name: "fold", Now: "1", State: repro.InputUnknown}, false},
		"recorded":              {repro.Input{Kind: repro.KindData, Name: "data/churn.csv", Original: "sha256 1", Now: "sha256 1", State: repro.InputSame}, false},
	} {
		got := Conclude(ledgerDrift, FindCauses([]repro.Input{tt.input}, Clues{Comparison: ledgerDrift}))
		if strings.HasSuffix(got, says) != tt.want || !tt.want && strings.Contains(got, "record --") {
			t.Errorf("%s: %s", name, got)
		}
	}
}
