package flow

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/nextstep"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// missing explains what people meet first: what they have on disk and not in
// git is not where it trained. A failure or a drift may come of that.
func missing(result repro.Result, training train.Training) []string {
	if len(training.Missing) == 0 || result.Execution.Status != repro.ExecFailed && !drifted(result) {
		return nil
	}
	return []string{fmt.Sprintf("the training ran in a checkout that has only what git tracks. Your clone also has: %s. If the training needs any of it, add it to git or DVC, or use its full path", wording.List(training.Missing))}
}

// absent names what was taken away before a training that failed, and may have
// needed one of the files. alone says that no other lack is known.
func absent(execution repro.Execution, alone bool) []string {
	missed := nextstep.MissedFile(execution)
	if len(execution.Absent) == 0 || execution.Status != repro.ExecFailed || missed == "" && !alone {
		return nil
	}
	text := "metrics files, models and declared outputs of the commit are taken away before the training, so that nothing old is taken for new: " + wording.List(execution.Absent)
	if missed != "" {
		return []string{text + "; the training asked for " + missed + ": where that is an input, and no output, keep it with --keep " + wording.Quote(missed)}
	}
	return []string{text + "; if the training reads one of them, keep it with --keep PATH"}
}

func drifted(result repro.Result) bool {
	verdict, _, _ := judge.Judge(result.Evidence, result.Comparison)
	return verdict == repro.Drifted
}
