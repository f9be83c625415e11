package pullrequest

import (
	"context"
	"fmt"
	"strings"

	gh "github.com/google/go-github/v60/github"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
)

// A PullRequest is what a reproduction must know of one.
type PullRequest struct {
	Number int
	Open   bool
	Head   string // commit
	Base   string // branch
	Fork   bool   // the head is in another repository, or in one that is gone
	URL    string
}

// PullRequestOf gives the one open pull request that a commit belongs to; false
// for none, and for several, between which nobody can choose.
func (c *Client) PullRequestOf(ctx context.Context, sha string) (PullRequest, bool, error) {
	if err := gitformat.CheckID("commit", sha); err != nil {
		return PullRequest{}, false, err
	}
	op := github.Operation{Name: "find the pull request of " + gitformat.ShortID(sha), Permission: "pull-requests: read"}
	pulls, _, err := c.API.PullRequests.ListPullRequestsWithCommit(ctx, c.Owner, c.Name, sha, &gh.ListOptions{PerPage: 100})
	if err != nil {
		if err = c.Explain(op, err); github.NotFound(err) {
			return PullRequest{}, false, nil
		}
		return PullRequest{}, false, err
	}
	var open []PullRequest
	for _, pull := range pulls {
		if pull.GetState() == "open" && pull.GetNumber() > 0 && strings.EqualFold(pull.GetBase().GetRepo().GetFullName(), c.FullName()) {
			open = append(open, c.pull(pull))
		}
	}
	if len(open) != 1 {
		return PullRequest{}, false, nil
	}
	return open[0], true, nil
}

// PullRequest gives one by its number.
func (c *Client) PullRequest(ctx context.Context, number int) (PullRequest, error) {
	op := github.Operation{Name: fmt.Sprintf("read pull request #%d", number), Permission: "pull-requests: read"}
	pull, _, err := c.API.PullRequests.Get(ctx, c.Owner, c.Name, number)
	if err != nil {
		return PullRequest{}, c.Explain(op, err)
	}
	if pull.GetNumber() != number {
		return PullRequest{}, op.Unexpected(fmt.Sprintf("number %d", pull.GetNumber()))
	}
	return c.pull(pull), nil
}

func (c *Client) pull(pull *gh.PullRequest) PullRequest {
	return PullRequest{
		Number: pull.GetNumber(), Open: pull.GetState() == "open",
		Head: pull.GetHead().GetSHA(), Base: pull.GetBase().GetRef(),
		Fork: !strings.EqualFold(pull.GetHead().GetRepo().GetFullName(), c.FullName()),
		URL:  pull.GetHTMLURL(),
	}
}
