package workflow

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	gh "github.com/google/go-github/v60/github"
	"github.com/reproduce-action/reproduce/internal/github"
)

// cancel stops a run. GitHub answers 202, which go-github reports as an error,
// and 409 where the run is over.
func (c *Client) cancel(ctx context.Context, id int64) error {
	op := github.Operation{Name: fmt.Sprintf("cancel run %d", id), Permission: "actions: write"}
	_, err := c.API.Actions.CancelWorkflowRunByID(github.Idempotent(ctx), c.Owner, c.Name, id)
	var accepted *gh.AcceptedError
	if err == nil || errors.As(err, &accepted) {
		return nil
	}
	if err = c.Explain(op, err); github.StatusCode(err) == http.StatusConflict {
		return nil
	}
	return err
}
