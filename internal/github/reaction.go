package github

import (
	"context"
	"fmt"
	"slices"
)

// Reactions that GitHub knows.
// https://docs.github.com/rest/reactions/reactions#about-reactions
var reactions = []string{"+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"}

// React answers a comment with a reaction: "eyes" for a command that was seen.
func (c *Client) React(ctx context.Context, comment int64, content string) error {
	if !slices.Contains(reactions, content) || comment <= 0 {
		return fmt.Errorf("react to comment %d with %q: not a reaction of GitHub's, or no comment", comment, clip(content, 20))
	}
	op := operation{fmt.Sprintf("react to comment %d", comment), commentNeed}
	made, _, err := c.api.Reactions.CreateIssueCommentReaction(repeatable(ctx), c.owner, c.repo, comment, content)
	if err != nil {
		return c.explain(op, err)
	}
	if made.GetContent() != content {
		return op.nonsense("another reaction")
	}
	return nil
}
