package witness

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// carried is the evidence against a training that read what an earlier one may have
// left outside of the checkout. No challenge answers it: a cache has the numbers of
// one input, and computes those of another.
func carried(training train.Training) []repro.Gate {
	if lent := training.LentResults; len(lent) > 0 {
		return []repro.Gate{{Name: evidence.NothingCarried, State: repro.GateFailed, Reason: repro.NotProven, Text: fmt.Sprintf(
			"lent to the training, and it may hold what an earlier one made: %s. A file with the original's metrics is no input, nor is a younger cache, model or checkpoint. What the training reads and writes again is none, either. Lend only inputs; keep a cache or a model that is one with --keep %s",
			wording.ListUpTo(lent, 10), wording.Quote(lent[0]))}}
	}
	if between := training.Between; len(between) > 0 {
		return []repro.Gate{{Name: evidence.NothingCarried, State: repro.GateFailed, Reason: repro.NotProven, Text: fmt.Sprintf(
			"it read what was written since the check began, as by another of these trainings: %s. So a training may have had something of one before it. Let the command remove such files first, or let each training have its own; if something else wrote them, run the check again",
			wording.ListUpTo(between, 5))}}
	}
	if len(training.Carried) == 0 {
		return nil
	}
	files := training.Carried
	return []repro.Gate{{Name: evidence.NothingCarried, State: repro.GateFailed, Reason: repro.NotProven, Text: fmt.Sprintf(
		"read during the training, outside of the checkout and there before it: %s. So the metrics may be of an earlier training. Remove a cache or a checkpoint and run again; keep an input with --keep %s",
		wording.List(files), wording.Quote(files[0]))}}
}

// younger is the doubt about files that may be inputs or an earlier training's results: a
// challenge of what a model is fitted with tells them apart, as a result that was found
// there does not move. How long the training took does not: it may do all but fit.
func younger(training train.Training, c collect.Collected) []repro.Gate {
	if len(training.Doubtful)+len(training.Printed) == 0 && c.Fetched == "" || c.Challenged != "" || c.Older.Name != "" {
		return nil
	}
	if c.Fetched != "" {
		return []repro.Gate{{Name: evidence.InputsOlder, State: repro.GateFailed, Reason: repro.NotProven, Text: "the training read an artifact of run " + c.Fetched +
			", which has the same numbers, before its own were logged. So it may have scored that run's model and trained none. Let the command train whatever the tracking server has, or compare with an earlier model after its own metrics are logged"}}
	}
	if len(training.Doubtful) == 0 {
		_, file, _ := strings.Cut(training.Printed[0], ":")
		return []repro.Gate{{Name: evidence.InputsOlder, State: repro.GateFailed, Reason: repro.NotProven, Text: fmt.Sprintf(
			"git gave the training %s, of another commit, which may be of an earlier training: have the trained commit hold an input, or keep it with --keep %s",
			wording.ListUpTo(training.Printed, 5), wording.Quote(cmp.Or(file, "PATH")))}}
	}
	return []repro.Gate{{Name: evidence.InputsOlder, State: repro.GateFailed, Reason: repro.NotProven, Text: fmt.Sprintf(
		"the training read %s, which it had not written before and which may be of an earlier training: keep an input with --keep %s, or take a result away and run again",
		wording.ListUpTo(training.Doubtful, 5), wording.Quote(training.Doubtful[0]))}}
}
