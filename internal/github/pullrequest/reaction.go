package pullrequest

import (
	"context"
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
)

// Reactions that GitHub knows.
// https://docs.github.com/rest/reactions/reactions#about-reactions
var reactions = []string{"+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"}

// React answers a comment with a reaction: "eyes" for a command that was seen.
func (c *Client) React(ctx context.Context, comment int64, content string) error {
	if !slices.Contains(reactions, content) || comment <= 0 {
		return fmt.Errorf("react to comment %d with %q: not a reaction of GitHub's, or no comment", comment, printable.OneLine(content, 20))
	}
	op := github.Operation{Name: fmt.Sprintf("react to comment %d", comment), Permission: commentPermission}
	made, _, err := c.API.Reactions.CreateIssueCommentReaction(github.Idempotent(ctx), c.Owner, c.Name, comment, content)
	if err != nil {
		return c.Explain(op, err)
	}
	if made.GetContent() != content {
		return op.Unexpected("another reaction")
	}
	return nil
}
