package gitdata

import (
	"context"
	"fmt"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
)

// MaxAbove is how many commits on top of another are named: the content of each costs a request.
const MaxAbove = 40

// commitsAbove are the commits on top of another.
type commitsAbove struct {
	names []string // by first parents, the newest first; none where they are too many
	count int
}

// Above gives the commits on top of base, up to head and with it, by their first parents and the
// newest first, and how many there are. No commit that leads to head from base is a count of 0; of
// more than MaxAbove the count alone is given.
func (c *Client) Above(ctx context.Context, base, head string) ([]string, int, error) {
	for _, commit := range []string{base, head} {
		if err := gitformat.CheckID("commit", commit); err != nil {
			return nil, 0, err
		}
	}
	c.mu.Lock()
	cached, there := c.above[base+head]
	c.mu.Unlock()
	if there {
		return cached.names, cached.count, nil
	}
	op := github.Operation{Name: fmt.Sprintf("compare %s with %s", gitformat.ShortID(base), gitformat.ShortID(head)), Permission: "contents: read"}
	compared, _, err := c.API.Repositories.CompareCommits(ctx, c.Owner, c.Name, base, head, &gh.ListOptions{Page: 1, PerPage: 100})
	if err = c.Explain(op, err); err != nil && !github.NotFound(err) {
		return nil, 0, err
	}
	var found commitsAbove
	if err == nil && compared.GetStatus() == "ahead" {
		found = walkAbove(compared, base, head)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.above[base+head] = found
	return found.names, found.count, nil
}

// walkAbove follows first parents through what GitHub compared.
func walkAbove(compared *gh.CommitsComparison, base, head string) (found commitsAbove) {
	if found.count = compared.GetTotalCommits(); found.count > MaxAbove {
		return found
	}
	parents := map[string]string{}
	for _, commit := range compared.Commits {
		if len(commit.Parents) > 0 {
			parents[commit.GetSHA()] = commit.Parents[0].GetSHA()
		}
	}
	for sha := head; sha != base; sha = parents[sha] {
		if parents[sha] == "" || len(found.names) > MaxAbove {
			return commitsAbove{}
		}
		found.names = append(found.names, sha)
	}
	found.count = len(found.names)
	return found
}
