package explain

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// uncommitted says that no trial restores what the original was trained with and nobody
// committed, where that differs or nobody knows it. A diff that record left lies on the tracking
// server: code from there is not run unasked.
func uncommitted(inputs []repro.Input) []string {
	at := slices.IndexFunc(inputs, func(input repro.Input) bool { return input.Name == repro.DirtyTree && input.State != repro.InputSame })
	if at < 0 {
		return nil
	}
	input := inputs[at]
	diff := recorded.Folder + "/" + recorded.DiffFile
	switch {
	case input.State == repro.InputUnknown:
		return []string{"uncommitted changes: whether the original had any is not recorded"}
	case strings.HasPrefix(input.Note, diff+" "):
		return []string{"uncommitted changes of the original: " + input.Note + ", and no trial runs code from the tracking server. Commit them, and check that commit: see reproduce show"}
	}
	return []string{"uncommitted changes of the original: " + wording.Stop(input.Evidence) + " No commit has them"}
}
