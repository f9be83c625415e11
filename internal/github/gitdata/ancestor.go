package gitdata

import (
	"context"

	gh "github.com/google/go-github/v60/github"
)

const ancestorLimit = 20 // commits that a training may have put on top of ours

// Ancestor follows first parents from head until match says yes.
func (c *Client) Ancestor(ctx context.Context, head string, match func(string, *gh.Commit) bool) (string, bool, error) {
	for sha, n := head, 0; sha != "" && n < ancestorLimit; n++ {
		commit, err := c.Commit(ctx, sha)
		if err != nil {
			return "", false, err
		}
		if match(sha, commit) {
			return sha, true, nil
		}
		sha = FirstParent(commit)
	}
	return "", false, nil
}

// FirstParent is the id of a commit's first parent; "" of one that has none.
func FirstParent(commit *gh.Commit) string {
	if len(commit.Parents) == 0 {
		return ""
	}
	return commit.Parents[0].GetSHA()
}
