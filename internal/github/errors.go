package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// An Operation is a call as people would say it, and the permission it takes,
// as it stands under a workflow's permissions key; "" where none would help.
type Operation struct {
	Name       string
	Permission string
}

// A StatusError is an answer of GitHub's that says no.
type StatusError struct {
	Operation string
	Status    int    // HTTP
	Message   string // GitHub's own, one line, untrusted
}

func (e *StatusError) Error() string {
	if e.Message == "" {
		return fmt.Sprintf("%s: GitHub answers %d %s", e.Operation, e.Status, http.StatusText(e.Status))
	}
	return fmt.Sprintf("%s: GitHub answers %d: %s", e.Operation, e.Status, e.Message)
}

// Explain turns what go-github returns into an error that names the operation
// and, where the token may not do it, a Doubt that names the permission to give.
// Without an error it gives none.
func (c *Client) Explain(op Operation, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w", op.Name, err)
	}
	var answer *gh.ErrorResponse
	if !errors.As(err, &answer) || answer.Response == nil {
		return fmt.Errorf("%s: %w", op.Name, err)
	}
	status := &StatusError{op.Name, answer.Response.StatusCode, c.message(answer)}
	lower := strings.ToLower(status.Message)
	switch {
	case status.Status == http.StatusUnauthorized:
		return repro.Doubtf(repro.NoPermission, "%w; github-token is wrong or has expired: give ${{ github.token }}, or a fresh token", status)
	case status.Status == http.StatusForbidden && strings.Contains(lower, "not accessible by") && op.Permission != "":
		return c.missingPermission(status, op.Permission)
	case status.Status == http.StatusForbidden && strings.Contains(lower, "without `workflows` permission"):
		return status
	case status.Status == http.StatusForbidden && op.Permission == "":
		return repro.Doubtf(repro.NoPermission, "%w; see that the token is one of this repository", status)
	case status.Status == http.StatusForbidden:
		return repro.Doubtf(repro.NoPermission, "%w; see that the token may do this (%s)", status, op.Permission)
	case status.Status == http.StatusNotFound && answer.Response.Request != nil && answer.Response.Request.Method != http.MethodGet:
		// GitHub answers 404 instead of 403 where a token may not even see.
		return fmt.Errorf("%w; it does not exist, or the token lacks %s", status, op.Permission)
	}
	return status
}

// message makes one line of GitHub's own words.
func (c *Client) message(answer *gh.ErrorResponse) string {
	parts := []string{answer.Message}
	for _, detail := range answer.Errors {
		if detail.Message != "" {
			parts = append(parts, detail.Message)
		} else if detail.Field != "" {
			parts = append(parts, detail.Field+" "+detail.Code)
		}
	}
	text := strings.ReplaceAll(strings.Join(parts, "; "), c.transport.token, "***")
	return printable.OneLine(strings.TrimSpace(text), 300)
}

// Unexpected is an answer that decoded well and cannot be about what was asked.
func (op Operation) Unexpected(why string) error {
	return fmt.Errorf("%s: %w: %s; run again, and see GitHub's status page if it stays", op.Name, errUnexpected, why)
}

// StatusCode gives the HTTP status that GitHub answered with, 0 without one.
func StatusCode(err error) int {
	var status *StatusError
	if errors.As(err, &status) {
		return status.Status
	}
	return 0
}

// NotFound says whether GitHub answered that the thing is not there.
func NotFound(err error) bool {
	status := StatusCode(err)
	return status == http.StatusNotFound || status == http.StatusGone
}

// Wrap names the operation before an error; nil stays nil.
func (op Operation) Wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", op.Name, err)
}
