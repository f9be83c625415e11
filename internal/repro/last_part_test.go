package repro

import "testing"

func TestLastPart(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"depth": "depth", "model.depth": "depth", "train/model.depth": "depth", "model:depth": "depth", "model.": "", "": ""} {
		if got := LastPart(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
