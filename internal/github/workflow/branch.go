package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	moveRounds = 6
)

// Commit puts the plan's edits on the plan's branch, on top of the plan's
// commit, and gives what is on it then. A commit of ours with the same content
// that is there already is taken up, with its id, unless fresh asks for another
// attempt. Of several processes that do this at once, one makes the commit that
// the others take up.
//
// There is always a commit, even where no file changes: it carries the
// attempt's id, and makes the run it starts easy to tell from all others.
//
// A branch is not moved while a training that others asked for is under way on it: it may
// check the branch out yet. Without more said it is waited for as long as for a training.
func (c *Client) Commit(ctx context.Context, plan repro.Plan, newAttempt bool) (repro.Change, error) {
	return c.commit(ctx, plan, newAttempt, others{wait: defaultTimeout})
}

func (c *Client) commit(ctx context.Context, plan repro.Plan, newAttempt bool, others others) (repro.Change, error) {
	if err := c.checkWritable(ctx, plan.Branch); err != nil {
		return repro.Change{}, err
	}
	if !attemptID.MatchString(plan.ID) {
		return repro.Change{}, fmt.Errorf("commit on %s: the plan has no usable id: %q", plan.Branch, printable.OneLine(plan.ID, 80))
	}
	tree, err := c.Git.EditTree(ctx, plan.Code.Commit, plan.Files, plan.Absent...)
	if err != nil {
		return repro.Change{}, err
	}
	u := &branchUpdate{c: c, plan: plan, tree: tree, others: others}
	if u.notDispatchable, err = c.whyNotDispatchable(ctx, plan); err != nil {
		return repro.Change{}, err
	}
	for round := range moveRounds {
		if round > 0 { // what was just written is not read at once everywhere
			if err := c.Sleep(ctx, time.Duration(round)*time.Second); err != nil {
				return repro.Change{}, err
			}
		}
		head, err := c.Git.Ref(ctx, "heads/"+plan.Branch)
		if err != nil {
			return repro.Change{}, err
		}
		var change repro.Change
		var done bool
		if head == "" {
			change, done, err = u.createBranch(ctx)
		} else {
			change, done, err = u.updateBranch(ctx, head, newAttempt)
		}
		if err != nil || done {
			return change, err
		}
		newAttempt = false // somebody else moved the branch first: that attempt is as new as ours
	}
	return repro.Change{}, repro.Doubtf(repro.NotExecuted, "branch %s: others keep changing it; run again", plan.Branch)
}

// ExistingChange gives the plan's commit as it was started, or as it stands on its branch, and makes
// none: what is not there, or is another plan's, is a doubt. What became of the branch of one that
// was started is for the evidence.
func (c *Client) ExistingChange(ctx context.Context, plan repro.Plan, started string) (repro.Change, error) {
	tree, err := c.Git.EditTree(ctx, plan.Code.Commit, plan.Files, plan.Absent...)
	if err != nil {
		return repro.Change{}, err
	}
	head := started
	if head == "" {
		head, err = c.Git.Ref(ctx, "heads/"+plan.Branch)
	}
	switch {
	case err != nil:
		return repro.Change{}, err
	case head == "":
		return repro.Change{}, repro.Doubtf(repro.PipelineNotStarted, "branch %s is not there, so no training was started on it; start one", plan.Branch)
	}
	there, err := (&branchUpdate{c: c, plan: plan, tree: tree}).readBranch(ctx, head)
	switch {
	case err != nil:
		return repro.Change{}, err
	case !there.same:
		return repro.Change{}, repro.Doubtf(repro.NotExecuted, "branch %s was started with other params or other code than the settings ask for now; start it again", plan.Branch)
	}
	return there.change, nil
}

// checkWritable refuses the default branch and names that are none.
func (c *Client) checkWritable(ctx context.Context, branch string) error {
	if err := c.Git.CheckNotDefault(ctx, branch, "choose another with --branch"); err != nil {
		return err
	}
	if strings.HasPrefix(branch, "reproduce/") {
		return nil // no tag is called so
	}
	tag, err := c.Git.Ref(ctx, "tags/"+branch)
	if err == nil && tag != "" {
		return fmt.Errorf("branch %q: a tag has that name, and GitHub would take one for the other; choose another with --branch", branch)
	}
	return err
}

// checkUnprotected refuses a branch that somebody put under protection.
func (c *Client) checkUnprotected(ctx context.Context, branch string) error {
	op := github.Operation{Name: "read the branch " + branch, Permission: "contents: read"}
	found, _, err := c.API.Repositories.GetBranch(ctx, c.Owner, c.Name, branch, 0)
	if err != nil {
		return c.Explain(op, err)
	}
	if found.GetName() != branch || found.Protected == nil {
		return op.Unexpected("another branch, or no word on its protection")
	}
	if found.GetProtected() {
		return repro.Doubtf(repro.NotExecuted, "branch %s is protected and is not moved; choose another with --branch", branch)
	}
	return nil
}

// recordPush notes that this process made the branch point to commit, and so may
// dispatch it without asking whether somebody else did. since is before the
// branch can have changed: others may have been waiting from then on.
func (c *Client) recordPush(commit string, since time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pushed[commit] = since
}
