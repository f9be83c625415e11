package planning

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestSecondHand: a version that a reproduction registered is no original.
func TestSecondHand(t *testing.T) {
	t.Parallel()
	version := repro.ModelVersion{Name: "iris", Version: "2"}
	run := repro.Run{ID: strings.Repeat("b", 32), Tags: map[string]string{repro.OriginalTag: strings.Repeat("a", 32)}}
	if got := SecondHand(version, run); len(got) != 1 || !strings.Contains(got[0], "iris v2 is itself a reproduction, of run aaaaaaaa;") {
		t.Errorf("warned %q", got)
	}
	run.Tags[repro.ChallengeTag] = "epochs = 100 in place of 200"
	if got := SecondHand(version, run); len(got) != 1 || !strings.Contains(got[0], "iris v2 is of a challenge of run aaaaaaaa, with \"epochs = 100 in place of 200\";") {
		t.Errorf("warned %q", got)
	}
	if got := SecondHand(version, repro.Run{ID: run.ID}); got != nil {
		t.Errorf("warned of an original: %q", got)
	}
}
