package flow

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/nextstep"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/lend"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// missing explains what people meet first: what they have on disk and not in
// git is not where it trained. A failure or a drift may come of that.
func missing(result repro.Result, training train.Training) []string {
	if result.Execution.Status != repro.ExecFailed && !drifted(result) {
		return nil
	}
	var notes []string
	if len(training.MissingData) > 0 {
		notes = append(notes, "data that DVC tracks was not in the checkout. If the training needs it, begin the command with: "+strings.TrimSuffix(nextstep.Checkout(training.MissingData), " && "))
	}
	if len(training.MissingCode) > 0 {
		notes = append(notes, "your clone has code that git has not, and no code is lent: "+wording.List(training.MissingCode)+". If the training needs it, begin the command with the generator or installer that makes it")
	}
	if len(training.MissingLinks) > 0 {
		notes = append(notes, LinksNote(training.MissingLinks))
	}
	switch links := training.Execution.Linking; {
	case links != "":
		notes = append(notes, "the training looked for what lies beside your clone, and not beside the checkout that it ran in. To let it read that, and write to it, begin the run command with: "+strings.TrimSpace(links))
	case len(training.LackedAbove) > 0:
		notes = append(notes, aboveNote(training.LackedAbove))
	}
	if len(training.Missing) == 0 {
		return notes
	}
	said := fmt.Sprintf("the training ran in a checkout that has only what git tracks. Your clone also has: %s. If the training needs any of it, lend it with --with PATH, or add it to git or DVC", wording.List(training.Missing))
	if looked := slices.DeleteFunc(slices.Clone(result.Execution.LookedFor), dvc.IsTracking); len(looked) > 0 {
		who := "the training looked for"
		if result.Execution.Status != repro.ExecFailed { // it may be asked for where something else is so
			who = "the code that trained asks for"
		}
		said = fmt.Sprintf("%s %s, which your clone has and git has not. Lend it: %s", who, wording.List(looked), withAll(looked)) + ". " + strings.ToUpper(said[:1]) + said[1:]
	}
	return append(notes, said)
}

// LinksNote says how a training comes to have what links of the clone lead to.
func LinksNote(ways []string) string {
	return "your clone has links that git has not, and none is lent, as a training could write through it. If the training needs what one leads to, " + lend.Ways(ways)
}

// withAll are the options that lend files.
func withAll(names []string) string {
	var options []string
	for _, name := range names[:min(len(names), 5)] {
		options = append(options, "--with "+wording.Quote(name))
	}
	return strings.Join(options, " ")
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

// unmade names what was taken away before a training that drifted, and that it did not
// write: a program that begins from such a file where it is there goes on without it.
func unmade(result repro.Result) []string {
	files := result.Execution.NotMade
	if len(files) == 0 || !drifted(result) {
		return nil
	}
	one := files[:1]
	if len(files) > 1 {
		one = []string{"PATH"}
	}
	return []string{fmt.Sprintf("taken away before the training, as the commit has them, and not written by it: %s. A training that starts from one needs %s", wording.List(files), keeping(result.Plan, one))}
}

// doubtWithout ends a check in which the metrics differ and the training looked in vain for a
// file that was taken away before it: a program that begins from one where it is there
// trains another model without it. So does one that looked for what only the user's clone has.
// Which of both it is, one training more tells.
func (c *check) doubtWithout(context.Context) error {
	files, unlent := c.result.Execution.Sought, slices.Concat(c.training.Lacked, settingsAmong(c.result.Execution.LookedFor))
	switch {
	case len(files) == 0 && len(unlent) == 0, c.verdict(c.result.Evidence) != repro.Drifted:
		return nil
	case len(files) == 0:
		return c.fail(repro.Gate{Name: evidence.InputsThere, Reason: repro.InputsMissing, Text: fmt.Sprintf(
			"the metrics differ, and the training looked for %s, which your clone has and git has not. Where the original had it, that is why; lend it to know: %s", wording.ListUpTo(unlent, 5), withAll(unlent))})
	}
	it, them := "it", "it was taken"
	if len(files) > 1 {
		it, them = "them", "they were taken"
	}
	c.result.Evidence = append(c.result.Evidence, repro.Gate{Name: evidence.InputsThere, State: repro.GateFailed, Reason: repro.InputsMissing, Text: fmt.Sprintf(
		"the metrics differ, and the training looked for %s, which the commit has and which it did not find: %s away before it, as a training makes such files itself. Where it begins from %s, that is why; train with %s to know",
		wording.ListUpTo(files, 5), them, it, keeping(c.result.Plan, files))})
	return errNotProven
}

// settingsAmong are the files of settings of a shell, which a library reads unseen.
func settingsAmong(files []string) []string {
	return slices.DeleteFunc(slices.Clone(files), func(file string) bool { return !strings.HasPrefix(path.Base(file), ".env") })
}

// keeping is the way to keep files for a training of the plan.
func keeping(plan repro.Plan, files []string) string {
	if plan.Command == "" {
		return "the input keep: " + wording.Quote(files[0])
	}
	var options []string
	for _, file := range files[:min(len(files), 5)] {
		options = append(options, "--keep "+wording.Quote(file))
	}
	return strings.Join(options, " ")
}

func drifted(result repro.Result) bool {
	verdict, _, _ := judge.Judge(result.Evidence, result.Comparison)
	return verdict == repro.Drifted
}

// lacksPackage says how a package gets to a training on this machine that failed without it.
func lacksPackage(result repro.Result) []string {
	if result.Plan.Environment.Asked != "" || result.Plan.Command == "" || result.Execution.Status != repro.ExecFailed || repro.LacksSubmodule(result) {
		return nil
	}
	const sign = "ModuleNotFoundError: No module named "
	for _, line := range result.Execution.Log {
		if at := strings.Index(line, sign); at >= 0 {
			return []string{fmt.Sprintf("Python has no module %s here; --environment original rebuilds the packages that the commit locks and the original recorded", printable.Clip(line[at+len(sign):], 100))}
		}
	}
	return nil
}
