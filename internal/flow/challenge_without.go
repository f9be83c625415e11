//go:build !nodesk

package flow

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// withoutYounger trains without the files that the training read and that the original may have
// been without, where one costs little and the numbers came back: a program that finds what an
// earlier training left may fit nothing, whatever moves its numbers. One that goes on without
// them and comes to other numbers had its own from them. One that cannot go on says nothing:
// they may be its data.
func (c *check) withoutYounger(ctx context.Context) (err error) {
	if len(c.training.Younger) == 0 || c.Trial || c.everyRepeat || c.settings.Challenge == settings.ChallengeOff || c.verdict(c.result.Evidence) != repro.Reproduced {
		return nil
	}
	if why := c.noChallenge(ctx, false); why != "" {
		if len(c.training.LentLater) == 0 || c.registers(ctx) != why {
			return nil // a person was told where a challenge was to be made
		}
		return c.notProven(evidence.InputsOlder, fmt.Sprintf(
			"the training read %s, lent and written after the original had begun, and was not made without: %s. Keep an input with --keep %s",
			wording.ListUpTo(c.training.LentLater, 3), why, wording.Quote(together(c.training.LentLater))))
	}
	first, spent, goesOn := c.result.Further.Made, c.result.Further.Took, false
	challenge.Without(c.training.Younger, func(files []string) bool {
		if err != nil || ctx.Err() != nil || c.result.Further.Took-spent > c.settings.ChallengeLimit {
			return true
		}
		var ended bool
		ended, err = c.trainWithout(ctx, files, c.result.Further.Made-first+1)
		if markers := beside(c.training.Markers, files); err == nil && !ended && len(markers) > 0 { // the step that makes them may be taken for done
			ended, err = c.trainWithout(ctx, slices.Concat(files, markers), c.result.Further.Made-first+1)
		}
		goesOn = goesOn || ended
		return ended
	})
	if err == nil && !goesOn {
		c.warn(fmt.Sprintf("the training could not go on without %s, which the original may have been without: taken for its data", wording.ListUpTo(c.training.Younger, 3)))
	}
	return err
}

// trainWithout makes one training without some files; ended says whether it came to its end, and
// so told something. Other numbers are an error.
func (c *check) trainWithout(ctx context.Context, files []string, number int) (ended bool, err error) {
	named := wording.ListUpTo(files, 3)
	plan := c.result.Plan
	plan.ID, plan.Without, plan.Challenge = c.NewID(), files, named+" left out"
	plan.Branch = further(plan.Branch, withoutBranch, number)
	c.Say("challenge: train once more without " + named + ", which the original may have been without")
	further, err := c.trainChallenge(ctx, plan, c.result.Further.Made+2)
	if err != nil {
		return false, err
	}
	policy := c.policyOf(further.made)
	if _, failed := repro.FirstFailed(further.gates); failed || !challenge.LogsAll(c.result.Comparison, further.made.Run.Metrics, policy) {
		if line := cannotMove(further.training.Execution); line != "" {
			return true, c.notProven(evidence.InputsOlder, fmt.Sprintf(
				"the training read %s, which the original may have been without, and could not be made without %s: %q, as those folders are a file system of their own then. Take away what a training made; keep an input with --keep %s",
				named, one(files), printable.OneLine(line, 100), wording.Quote(together(files))))
		}
		return false, nil
	}
	moved, err := challenge.Moved(c.result.Comparison, further.made.Run.Metrics, policy, challenge.Input{})
	instead, next := readInstead(further.training, c.training), notIn(further.training.Younger, slices.Concat(c.training.Younger, files))
	switch {
	case err != nil:
		return false, err
	case len(moved) > 0:
		return true, c.notProven(evidence.InputsOlder, fmt.Sprintf(
			"the training read %s, which the original may have been without. Made once more without %s, it came to other numbers (%s %v in place of %v), so its own may be of an earlier training. %s; keep an input with --keep %s",
			named, one(files), moved[0].Name, moved[0].Reproduced, moved[0].Original, leaveOut(files), wording.Quote(together(files))))
	case len(instead) > 0:
		return true, c.notProven(evidence.InputsOlder, fmt.Sprintf(
			"the training read %s, which the original may have been without. Made once more without %s, it read %s instead, so both may be of an earlier training. Keep an input with --keep %s",
			named, one(files), wording.ListUpTo(instead, 3), wording.Quote(together(files))))
	}
	if len(next) > 0 && number < mostInTurn { // a result of the step before, or the data of all
		if _, err := c.trainWithout(ctx, slices.Concat(files, next), number+1); err != nil {
			return true, err
		}
	}
	c.warn(fmt.Sprintf("the training was made once more without %s, which the original may have been without, and came to the same numbers", named))
	return true, nil
}

// beside are those of some markers that lie in the folders of files or in those above.
func beside(markers, files []string) []string {
	return slices.DeleteFunc(slices.Clone(markers), func(marker string) bool {
		return !slices.ContainsFunc(files, func(file string) bool {
			return path.Dir(marker) == path.Dir(file) || path.Dir(marker) == path.Dir(path.Dir(file))
		})
	})
}

// mostInTurn bounds the trainings without files, each of which reads further ones in their place.
const mostInTurn = 8

// cannotMove is what a training that failed says of a file that it could not move to another
// file system, or of a folder that is one; "" where it says nothing of that.
func cannotMove(execution repro.Execution) string {
	if execution.Status == repro.ExecSucceeded {
		return ""
	}
	for _, line := range execution.Log {
		if acrossFileSystems.MatchString(line) {
			return line
		}
	}
	return ""
}

// https://man7.org/linux/man-pages/man3/errno.3.html
var acrossFileSystems = regexp.MustCompile(`Invalid cross-device link|Device or resource busy|\bE(?:XDEV|BUSY)\b`)

// notIn are names that others are not.
func notIn(names, others []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(others, name) })
}

// readInstead are files that may be an earlier training's, and that one training read and
// another did not.
func readInstead(further, judged train.Training) []string {
	mayBeOlder := func(t train.Training) []string { return slices.Concat(t.Carried, t.Doubtful, t.Later) }
	return notIn(mayBeOlder(further), mayBeOlder(judged))
}

// together is the name that keeps some files: that of one, or the deepest folder that has all.
func together(files []string) string {
	if len(files) == 1 {
		return files[0]
	}
	dir := path.Dir(files[0])
	for dir != "." && slices.ContainsFunc(files, func(file string) bool { return !strings.HasPrefix(file, dir+"/") }) {
		dir = path.Dir(dir)
	}
	if dir == "." {
		return files[0]
	}
	return dir
}

// leaveOut says how a training comes to be without files that a training made.
func leaveOut(files []string) string {
	if slices.ContainsFunc(files, path.IsAbs) {
		return "Take away what a training made"
	}
	return "Lend it no file that a training makes"
}

// one is the pronoun for some files.
func one(files []string) string {
	if len(files) == 1 {
		return "it"
	}
	return "them"
}
