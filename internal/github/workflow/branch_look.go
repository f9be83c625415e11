package workflow

import (
	"context"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// LookAtBranch says why the plan's params could not be put on its branch: it is none, the default
// branch, somebody else's or protected, or a file cannot be edited. It writes nothing.
func (c *Client) LookAtBranch(ctx context.Context, plan repro.Plan) error {
	if err := c.checkWritable(ctx, plan.Branch); err != nil {
		return err
	}
	if err := c.Git.CheckEdits(ctx, plan.Code.Commit, plan.Files, plan.Absent...); err != nil {
		return err
	}
	head, err := c.Git.Ref(ctx, "heads/"+plan.Branch)
	if err != nil {
		return err
	}
	if head == "" {
		return c.checkFree(ctx, plan.Branch)
	}
	if _, err := (&branchUpdate{c: c, plan: plan}).readBranch(ctx, head); err != nil {
		return err
	}
	return c.checkUnprotected(ctx, plan.Branch)
}

// checkFree refuses a branch that is to be made below another: git keeps refs as files.
func (c *Client) checkFree(ctx context.Context, branch string) error {
	for at := range branch {
		if branch[at] != '/' {
			continue
		}
		above := branch[:at]
		there, err := c.Git.Ref(ctx, "heads/"+above)
		if err != nil {
			return err
		}
		if there != "" {
			return fmt.Errorf("branch %q: there is a branch %q, and git makes none below it; choose another with --branch", branch, above)
		}
	}
	return nil
}
