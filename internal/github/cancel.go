package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	gh "github.com/google/go-github/v60/github"
)

// cancel stops a run. GitHub answers 202, which go-github reports as an error,
// and 409 where the run is over.
func (c *Client) cancel(ctx context.Context, id int64) error {
	op := operation{fmt.Sprintf("cancel run %d", id), "actions: write"}
	_, err := c.api.Actions.CancelWorkflowRunByID(repeatable(ctx), c.owner, c.repo, id)
	var accepted *gh.AcceptedError
	if err == nil || errors.As(err, &accepted) {
		return nil
	}
	if err = c.explain(op, err); statusOf(err) == http.StatusConflict {
		return nil
	}
	return err
}
