package github

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

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
	body := dispatchBody{branch, inputs, c.door.details()}
	for attempt := 0; ; attempt++ {
		reply, err := c.postDispatch(ctx, workflow, body)
		status, text := statusOf(err), strings.ToLower(fmt.Sprint(err))
		switch {
		// Both are refusals, so that nothing was started.
		case body.Details && (status == http.StatusBadRequest || status == http.StatusUnprocessableEntity) && strings.Contains(text, "return_run_details"):
			body.Details = false
		case attempt < retries && status == http.StatusUnprocessableEntity && strings.Contains(text, "no ref found"):
			// The branch was made a moment ago and is not seen everywhere.
			if err := c.door.sleep(ctx, firstRetry<<attempt); err != nil {
				return 0, err
			}
		default:
			return reply.RunID, err
		}
	}
}

// details says whether the server may know return_run_details: all but an
// Enterprise Server up to 3.20, which names its version in every answer.
func (d *door) details() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	var major, minor int
	if n, _ := fmt.Sscanf(d.enterprise, "%d.%d", &major, &minor); n != 2 {
		return true
	}
	return major > 3 || major == 3 && minor > 20
}

func (c *Client) postDispatch(ctx context.Context, workflow string, body dispatchBody) (dispatchReply, error) {
	op := operation{fmt.Sprintf("dispatch %s on %s", workflow, body.Ref), "actions: write"}
	url := fmt.Sprintf("repos/%s/%s/actions/workflows/%s/dispatches", c.owner, c.repo, workflow)
	req, err := c.api.NewRequest(http.MethodPost, url, body)
	if err != nil {
		return dispatchReply{}, c.explain(op, err)
	}
	var reply dispatchReply
	resp, err := c.api.Do(ctx, req, &reply)
	if err != nil {
		return dispatchReply{}, c.explain(op, err)
	}
	if resp.StatusCode != http.StatusNoContent && reply.RunID <= 0 {
		return dispatchReply{}, op.nonsense("no run id")
	}
	return reply, nil
}
