package local

import (
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestEnviron: a training gets the user's environment without what is not for it.
func TestEnviron(t *testing.T) {
	t.Parallel()
	l := &Project{Environ: []string{"CITY=Turin", "REPRODUCE_WEBHOOK=https://chat.example.com/hooks/canary4711", "MLFLOW_RUN_ID=0123"}}
	got, err := l.environ(repro.Plan{ID: "1a2b"}, "")
	if err != nil {
		t.Fatal(err)
	}
	for entry, want := range map[string]bool{"CITY=Turin": true, "REPRODUCE_ID=1a2b": true, l.Environ[1]: false, l.Environ[2]: false} {
		if slices.Contains(got, entry) != want {
			t.Errorf("%s is in %q: want %v", entry, got, want)
		}
	}
}
