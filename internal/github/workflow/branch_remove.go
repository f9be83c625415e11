package workflow

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// recordCreated notes that this process made the branch that has the commit.
func (c *Client) recordCreated(commit string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.created[commit] = true
}

// removeUndispatched takes the branch away that this process made for a training which
// GitHub then refused to start: what a token may dispatch is told by a dispatch alone. A
// branch that was there before, or has moved since, stays, and so does one whose training
// may have been started.
func (c *Client) removeUndispatched(ctx context.Context, s runFilter, refused error) error {
	c.mu.Lock()
	created := c.created[s.commit]
	c.mu.Unlock()
	if !created || c.mayHaveStarted(s.commit) || !refusal(refused) || ctx.Err() != nil {
		return refused
	}
	ref := "heads/" + s.branch
	head, err := c.Git.Ref(ctx, ref)
	if err == nil && head == s.commit {
		err = c.Git.DeleteRef(ctx, ref)
	}
	if err != nil {
		return errors.Join(refused, fmt.Errorf("branch %s was made for it and stays: %w", s.branch, err))
	}
	return refused
}

// refusal says whether GitHub answered that it did not start anything.
func refusal(err error) bool {
	var limit *github.RateLimitError
	if errors.As(err, &limit) || github.OutcomeUnknown(err) {
		return false
	}
	doubt, ok := repro.AsDoubt(err)
	switch github.StatusCode(err) {
	case http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity:
		return true
	}
	return ok && doubt.Reason == repro.NoPermission
}
