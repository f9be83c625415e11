package explain

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// uncommitted says that no trial restores what the original was trained with and nobody
// committed, where that differs or nobody knows it. A diff that record left lies on the tracking
// server: code from there is not run unasked.
func uncommitted(original repro.Run, inputs []repro.Input) []string {
	at := slices.IndexFunc(inputs, func(input repro.Input) bool { return input.Name == repro.DirtyTree && input.State != repro.InputSame })
	if at < 0 {
		return nil
	}
	input := inputs[at]
	switch {
	case input.State == repro.InputUnknown:
		return []string{"uncommitted changes: whether the original had any is not recorded"}
	case lineage.DiffCommand(original, input.Note) != "":
		return []string{"uncommitted changes of the original: " + input.Note + ", and no trial runs code from the tracking server. Commit them on a branch, and trials take them from there: see reproduce show"}
	}
	return []string{"uncommitted changes of the original: " + wording.Stop(input.Evidence) + " No commit has them"}
}

// mostData bounds the files of data that are named as not restored.
const mostData = 3

// notCommitted says of data that differs, and of which the commits tell nothing, that no trial
// restores it.
func notCommitted(inputs []repro.Input) (texts []string) {
	for _, input := range inputs {
		if input.Kind != repro.KindData || input.State != repro.InputDiffers || len(texts) >= mostData {
			continue
		}
		byCheckout := strings.HasPrefix(input.Note, lineage.TwoWays) && !strings.HasSuffix(input.Note, lineage.ByAttributes) // a trial restores that file
		if byCheckout || input.Note == lineage.NotInGit {
			texts = append(texts, "data "+input.Name+": "+input.Note)
		}
	}
	return texts
}
