package flow

import (
	"context"
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A challenge trains with another value of a param. Where the training writes outside of its
// place, or registers a model, others would be left with what the challenge made.

// An aftermath is what challenges left.
type aftermath struct {
	runs  []string // ids of the runs that challenges made
	again []string // and of the training that came after them
	with  string   // what the last challenge changed
	wrote []string // files of elsewhere that a challenge was seen to leave
}

func (a *aftermath) challenged(with string, training train.Training) {
	a.with = with
	for _, file := range training.LeftElsewhere {
		if !slices.Contains(a.wrote, file) {
			a.wrote = append(a.wrote, file)
		}
	}
}

// mostLeft is how many files a report names.
const mostLeft = 5

// mostShown is how much of a call a report shows.
const mostShown = 80

// trainAsJudged makes the judged training once more, where a challenge wrote over what that
// one had left to others, or registered a model: the last that they get has the original's
// params. Nothing is judged by it.
func (c *check) trainAsJudged(ctx context.Context) {
	var over []string
	for _, file := range c.after.wrote {
		if slices.Contains(c.training.LeftElsewhere, file) {
			over = append(over, file)
		}
	}
	registers := len(c.after.runs) > 0 && c.registry.Registered(ctx, c.after.runs)
	sends := c.after.with != "" && c.training.Sends != ""
	if len(over) == 0 && !registers && !sends {
		return
	}
	what, holds := "registered a model", "the registry has a version of it"
	switch {
	case len(over) > 0:
		what = "wrote " + wording.ListUpTo(over, mostLeft) + ", outside of the checkout"
		holds = "that has what it made"
	case !registers:
		what = "may have left what it made with others (" + wording.Quote(printable.OneLine(c.training.Sends, mostShown)) + ")"
		holds = "those have what it made"
	}
	c.Say("challenge: it " + what + "; train once more with the params of the original")
	if why := c.trainAgain(ctx); why != "" {
		c.warn(fmt.Sprintf("a challenge (%s) %s, and %s: the training that was to follow it %s. Train once more before anybody uses it", c.after.with, what, holds, why))
		return
	}
	c.warn(fmt.Sprintf("a challenge (%s) %s; the training with the original's params was made once more after it, so that its result is the last", c.after.with, what))
}

// trainAgain says why the judged training could not be made once more; "" where it was.
func (c *check) trainAgain(ctx context.Context) string {
	plan := c.result.Plan
	plan.ID = c.NewID()
	plan.Branch += againBranch
	change, err := c.Project.Apply(ctx, plan)
	if err != nil {
		return "could not begin: " + err.Error()
	}
	training, err := c.train(ctx, plan, change, c.result.Further.Made+2)
	c.result.Further.Add(training.Execution)
	if err != nil {
		return "could not begin: " + err.Error()
	}
	if training.Execution.Status != repro.ExecSucceeded {
		return "ended as " + string(training.Execution.Status)
	}
	made, _ := c.collector().Collect(ctx, plan, change, training) // its runs alone are of use
	c.after.again = made.IDs
	return ""
}
