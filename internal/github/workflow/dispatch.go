package workflow

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
)

// refRetries is how often a branch is waited for that GitHub does not see yet.
const refRetries = 3

// dispatchBody is the request: go-github v60 does not know return_run_details.
type dispatchBody struct {
	Ref     string            `json:"ref"`
	Inputs  map[string]string `json:"inputs,omitempty"`
	Details bool              `json:"return_run_details,omitempty"`
}

// dispatchReply is the answer where the server knows it; all zero where it does
// not.
type dispatchReply struct {
	RunID int64  `json:"workflow_run_id"`
	URL   string `json:"html_url"`
}

// dispatch starts a workflow on a branch and gives the run's id, 0 where the
// server does not tell (GitHub Enterprise Server up to 3.20). An error for
// which lost is true may mean that it was started.
func (c *Client) dispatch(ctx context.Context, workflow, branch string, inputs map[string]string) (int64, error) {
	body := dispatchBody{branch, inputs, c.details()}
	for attempt := 0; ; attempt++ {
		reply, err := c.postDispatch(ctx, workflow, body)
		status, text := github.StatusCode(err), strings.ToLower(fmt.Sprint(err))
		switch {
		// Both are refusals, so that nothing was started.
		case body.Details && (status == http.StatusBadRequest || status == http.StatusUnprocessableEntity) && strings.Contains(text, "return_run_details"):
			body.Details = false
		case attempt < refRetries && status == http.StatusUnprocessableEntity && strings.Contains(text, "no ref found"):
			// The branch was made a moment ago and is not seen everywhere.
			if err := c.Sleep(ctx, time.Second<<attempt); err != nil {
				return 0, err
			}
		default:
			return reply.RunID, err
		}
	}
}

// details says whether the server may know return_run_details: all but an
// Enterprise Server up to 3.20, which names its version in every answer.
func (c *Client) details() bool {
	var major, minor int
	if n, _ := fmt.Sscanf(c.EnterpriseVersion(), "%d.%d", &major, &minor); n != 2 {
		return true
	}
	return major > 3 || major == 3 && minor > 20
}

func (c *Client) postDispatch(ctx context.Context, workflow string, body dispatchBody) (dispatchReply, error) {
	op := github.Operation{Name: fmt.Sprintf("dispatch %s on %s", workflow, body.Ref), Permission: "actions: write"}
	url := fmt.Sprintf("repos/%s/%s/actions/workflows/%s/dispatches", c.Owner, c.Name, workflow)
	req, err := c.API.NewRequest(http.MethodPost, url, body)
	if err != nil {
		return dispatchReply{}, c.Explain(op, err)
	}
	var reply dispatchReply
	resp, err := c.API.Do(ctx, req, &reply)
	if err != nil {
		return dispatchReply{}, c.Explain(op, err)
	}
	if resp.StatusCode != http.StatusNoContent && reply.RunID <= 0 {
		return dispatchReply{}, op.Unexpected("no run id")
	}
	return reply, nil
}
