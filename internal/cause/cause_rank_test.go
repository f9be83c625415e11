package cause

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestUnreadComesLast: what is recorded and named of a training comes before tracked files that
// nothing was seen to read, in the order of causes and in the sentence.
func TestUnreadComesLast(t *testing.T) {
	t.Parallel()
	inputs := []repro.Input{{Kind: repro.KindCode, Name: "commit", Original: "a", Now: "b", State: repro.InputUnknown}}
	for _, file := range []string{"conf/prod.yaml", "deploy/app.py", "sql/report.sql", "src/churn/api.py", "tools/plot.py"} {
		inputs = append(inputs, repro.Input{Kind: repro.KindCode, Name: file, Original: "as in a", Now: "as in b", State: repro.InputDiffers, Bearing: repro.BearingTracked})
	}
	named := []repro.Input{
		{Kind: repro.KindVariable, Name: "CAP", Original: "90", Now: "50", State: repro.InputDiffers},
		{Kind: repro.KindEnvironment, Name: "scaler", Original: "1.2.0", Now: "2.0.0", State: repro.InputDiffers, Evidence: "reproduce/lineage.json of run 1; " + repro.SeenInTraining},
		{Kind: repro.KindSeed, Name: "PYTHONHASHSEED", Original: "0", Now: "1", State: repro.InputDiffers},
		{Kind: repro.KindParams, Name: "test_size", Original: "0.25", Now: "0.3", State: repro.InputDiffers},
	}
	causes := FindCauses(append(inputs, named...), Clues{})
	for i, cause := range causes[:len(named)] {
		if cause.Bearing == repro.BearingTracked {
			t.Errorf("%d: %s comes before what was recorded and named", i, cause.Name)
		}
	}
}
