package github

import (
	"context"
	"fmt"
	"strings"

	gh "github.com/google/go-github/v60/github"
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

// PullRequest reads one.
func (c *Client) PullRequest(ctx context.Context, number int) (PullRequest, error) {
	op := operation{fmt.Sprintf("read the pull request #%d", number), "pull-requests: read"}
	pull, _, err := c.api.PullRequests.Get(ctx, c.owner, c.repo, number)
	if err != nil {
		return PullRequest{}, c.explain(op, err)
	}
	if pull.GetNumber() != number || !fullSHA.MatchString(pull.GetHead().GetSHA()) {
		return PullRequest{}, op.nonsense("another pull request, or no head")
	}
	return c.pull(pull), nil
}

// PullRequestOf gives the one open pull request that a commit belongs to; false
// for none, and for several, between which nobody can choose.
func (c *Client) PullRequestOf(ctx context.Context, sha string) (PullRequest, bool, error) {
	if err := checkSHA("commit", sha); err != nil {
		return PullRequest{}, false, err
	}
	op := operation{"find the pull request of " + short(sha), "pull-requests: read"}
	pulls, _, err := c.api.PullRequests.ListPullRequestsWithCommit(ctx, c.owner, c.repo, sha, &gh.ListOptions{PerPage: 100})
	if err != nil {
		if err = c.explain(op, err); missing(err) {
			return PullRequest{}, false, nil
		}
		return PullRequest{}, false, err
	}
	var open []PullRequest
	for _, pull := range pulls {
		if pull.GetState() == "open" && pull.GetNumber() > 0 && strings.EqualFold(pull.GetBase().GetRepo().GetFullName(), c.fullName()) {
			open = append(open, c.pull(pull))
		}
	}
	if len(open) != 1 {
		return PullRequest{}, false, nil
	}
	return open[0], true, nil
}

func (c *Client) pull(pull *gh.PullRequest) PullRequest {
	return PullRequest{
		Number: pull.GetNumber(), Open: pull.GetState() == "open",
		Head: pull.GetHead().GetSHA(), Base: pull.GetBase().GetRef(),
		Fork: !strings.EqualFold(pull.GetHead().GetRepo().GetFullName(), c.fullName()),
		URL:  pull.GetHTMLURL(),
	}
}

// fullName is the repository's name as GitHub spells it, where it was asked.
func (c *Client) fullName() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.info != nil && c.info.FullName != "" {
		return c.info.FullName
	}
	return c.owner + "/" + c.repo
}
