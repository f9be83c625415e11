package pullrequest

import (
	"context"
	"fmt"

	gh "github.com/google/go-github/v60/github"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
)

// A Status is a mark on a commit, as GitHub shows it beside the commit.
type Status struct {
	State       string // pending, success, failure, error
	Context     string // "reproduce / churn v7"; a later status of the same context replaces it; a long one is cut and gets a digest
	Description string // one line, cut at 140 characters
	URL         string // where the details are; may be empty
}

// SetStatus marks a commit.
func (c *Client) SetStatus(ctx context.Context, sha string, s Status) error {
	if err := gitformat.CheckID("commit", sha); err != nil {
		return err
	}
	op := github.Operation{Name: "set the status of " + gitformat.ShortID(sha), Permission: "statuses: write"}
	status := &gh.RepoStatus{State: &s.State, Context: gh.String(printable.Key(s.Context, 100)), Description: gh.String(printable.OneLine(s.Description, 139))}
	if s.URL != "" {
		status.TargetURL = &s.URL
	}
	made, _, err := c.API.Repositories.CreateStatus(github.Idempotent(ctx), c.Owner, c.Name, sha, status)
	if err != nil {
		return c.Explain(op, err)
	}
	if made.GetState() != s.State {
		return op.Unexpected(fmt.Sprintf("state %q", printable.OneLine(made.GetState(), 20)))
	}
	return nil
}
