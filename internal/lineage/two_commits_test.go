//go:build !nodesk

package lineage

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestOfTwoCommits: where another commit was checked out while a training ran, the code of the same
// commit is not called the same, and beside other commits that is one more thing that nobody knows.
func TestOfTwoCommits(t *testing.T) {
	t.Parallel()
	moved := Record{Lineage: &recorded.Lineage{Gaps: []string{recorded.OtherCommit + ": what it ran may be of either"}}}
	quiet := Record{Lineage: &recorded.Lineage{Gaps: []string{"not all was seen"}}}
	const name = "of one of two commits that the original ran"
	for _, tt := range []struct {
		record      Record
		state, want string
		rows        int
	}{
		{moved, repro.InputSame, name, 1},
		{moved, repro.InputDiffers, "commit", 2},
		{moved, repro.InputUnknown, "commit", 2},
		{quiet, repro.InputSame, "commit", 1},
		{Record{}, repro.InputSame, "commit", 1},
	} {
		got := tt.record.ofTwoCommits([]repro.Input{{Kind: repro.KindCode, Name: "commit", State: tt.state}}, "the original")
		last := got[len(got)-1]
		if got[0].Name != tt.want || len(got) != tt.rows || tt.record.Lineage == moved.Lineage && (last.Name != name || last.State != repro.InputUnknown) {
			t.Errorf("%v, %s: %+v", tt.record.Known(), tt.state, got)
		}
	}
}
