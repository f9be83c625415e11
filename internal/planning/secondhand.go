package planning

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// SecondHand warns of an original that is a reproduction itself: a training
// that registers its model leaves a new latest version each time it is checked.
func SecondHand(version repro.ModelVersion, original repro.Run) []string {
	if len(version.Newer) > 0 {
		return []string{fmt.Sprintf("latest is taken as %s: all newer versions (%s) were registered by checks; choose one of them with --version NUMBER", version.Label(), wording.List(version.Newer))}
	}
	first := original.Tags[repro.OriginalTag]
	if first == "" {
		return nil
	}
	name := "this run"
	if version.Version != "" {
		name = version.Label()
	}
	if changed := original.Tags[repro.ChallengeTag]; changed != "" {
		return []string{fmt.Sprintf("%s is of a challenge of run %s, with %.80q; to check the original, name its version with --version", name, first[:min(8, len(first))], changed)}
	}
	return []string{fmt.Sprintf("%s is itself a reproduction, of run %s; to check the original, name its version with --version", name, first[:min(8, len(first))])}
}
