package github

import (
	"context"
	"fmt"

	gh "github.com/google/go-github/v60/github"
)

// A Status is a mark on a commit, as GitHub shows it beside the commit.
type Status struct {
	State       string // pending, success, failure, error
	Context     string // "reproduce / churn v7"; a later status of the same context replaces it
	Description string // one line, cut at 140 characters
	URL         string // where the details are; may be empty
}

// SetStatus marks a commit.
func (c *Client) SetStatus(ctx context.Context, sha string, s Status) error {
	if err := checkSHA("commit", sha); err != nil {
		return err
	}
	op := operation{"set the status of " + short(sha), "statuses: write"}
	status := &gh.RepoStatus{State: &s.State, Context: gh.String(clip(s.Context, 100)), Description: gh.String(clip(s.Description, 139))}
	if s.URL != "" {
		status.TargetURL = &s.URL
	}
	made, _, err := c.api.Repositories.CreateStatus(repeatable(ctx), c.owner, c.repo, sha, status)
	if err != nil {
		return c.explain(op, err)
	}
	if made.GetState() != s.State {
		return op.nonsense(fmt.Sprintf("state %q", clip(made.GetState(), 20)))
	}
	return nil
}
