package flow

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestBranchBesideOwn: a branch that leaves no room for the one of later checks is refused
// before anything is written.
func TestBranchBesideOwn(t *testing.T) {
	t.Parallel()
	f, d, _ := newBench()
	own := d.Branch(repro.ModelVersion{})
	for _, branch := range []string{strings.Split(own, "/")[0], own + "/again"} {
		_, err := f.Reproduce(t.Context(), benchSettings(t, map[string]string{"branch": branch}))
		if err == nil || !strings.Contains(err.Error(), "git cannot keep it beside "+own) || len(d.trainings) > 0 {
			t.Errorf("%s: %v after %d trainings, want it refused beside %s", branch, err, len(d.trainings), own)
		}
	}
}
