//go:build !nodesk

package lineage

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCommittedSince: a change that the original was trained with and that was committed later is no
// difference; what was changed once more, or was not recorded, is one.
func TestCommittedSince(t *testing.T) {
	t.Parallel()
	record := Record{Lineage: &recorded.Lineage{Code: recorded.Code{
		Changed: []string{"a.py", "b.py", "README.md"}, Files: []recorded.Content{{Path: "a.py", SHA256: "1"}, {Path: "b.py", SHA256: "1"}, {Path: "c.py", SHA256: "1"}},
	}}}
	var inputs []repro.Input
	for _, name := range []string{"a.py", "b.py", "c.py", "README.md"} {
		inputs = append(inputs, repro.Input{Kind: repro.KindCode, Name: name, Original: "abc", Now: "def", State: repro.InputDiffers, Bearing: repro.BearingRead})
	}
	record.markCommittedSince(inputs, func(file, digest string) bool { return file != "b.py" && digest == "1" }, tree{})
	for i, want := range []string{repro.InputSame, repro.InputDiffers, repro.InputDiffers, repro.InputDiffers} {
		if inputs[i].State != want {
			t.Errorf("%s: %s, want %s", inputs[i].Name, inputs[i].State, want)
		}
	}
}
