package explain

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestUncommitted: a plan says of changes that nobody committed that no trial restores them,
// where they differ or nobody knows of any.
func TestUncommitted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		input repro.Input
		want  string
	}{
		"clean":    {repro.Input{Kind: repro.KindCode, Name: "commit", State: repro.InputSame}, ""},
		"the same": {repro.Input{Kind: repro.KindCode, Name: repro.DirtyTree, State: repro.InputSame}, ""},
		"unknown":  {repro.Input{Kind: repro.KindCode, Name: repro.DirtyTree, State: repro.InputUnknown}, "uncommitted changes: whether the original had any is not recorded"},
		"dirty": {
			repro.Input{Kind: repro.KindCode, Name: repro.DirtyTree, State: repro.InputDiffers, Evidence: "tag git_dirty says so"},
			"uncommitted changes of the original: tag git_dirty says so. No commit has them",
		},
		"with its diff": {
			repro.Input{Kind: repro.KindCode, Name: repro.DirtyTree, State: repro.InputDiffers, Note: "reproduce/uncommitted.diff of the run has them"},
			"uncommitted changes of the original: reproduce/uncommitted.diff of the run has them, and no trial runs code from the tracking server. Commit them on a branch, and trials take them from there: see reproduce show",
		},
	} {
		if got := strings.Join(uncommitted(repro.Run{ID: strings.Repeat("a", 32)}, []repro.Input{c.input}), "; "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestNotCommitted: data whose bytes no commit has is named among what no trial restores.
func TestNotCommitted(t *testing.T) {
	t.Parallel()
	inputs := []repro.Input{
		{Kind: repro.KindData, Name: "a.csv", State: repro.InputDiffers, Note: lineage.TwoWays + ": as committed for the original, with CRLF line ends now"},
		{Kind: repro.KindData, Name: "b.csv", State: repro.InputDiffers, Note: lineage.NotInGit},
		{Kind: repro.KindData, Name: "e.csv", State: repro.InputDiffers, Note: lineage.TwoWays + ": as committed for the original, with CRLF line ends now; " + lineage.ByAttributes},
		{Kind: repro.KindData, Name: "c.csv", State: repro.InputDiffers, Note: ""},
		{Kind: repro.KindData, Name: "d.csv", State: repro.InputUnknown, Note: lineage.NotInGit},
	}
	if got := notCommitted(inputs); len(got) != 2 || !strings.HasPrefix(got[0], "data a.csv: git has the same file") || !strings.HasPrefix(got[1], "data b.csv: no commit has it") {
		t.Errorf("%q", got)
	}
}
