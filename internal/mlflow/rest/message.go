package rest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// message is a request as it is sent.
func (c *Client) message(ctx context.Context, req Request) (*http.Request, error) {
	target := *c.base
	target.Path += req.Path
	if target.RawPath != "" {
		target.RawPath += req.Path
	}
	// Werkzeug decodes both, but proxies in between have been seen to keep a plus.
	target.RawQuery = strings.ReplaceAll(req.Query.Encode(), "+", "%20")
	method, body := http.MethodGet, io.Reader(nil)
	if req.Body != nil {
		text, err := doc.EncodeJSON(req.Body, "")
		if err != nil {
			return nil, err
		}
		method, body = http.MethodPost, bytes.NewReader(text)
	}
	if req.Put != nil {
		method, body = http.MethodPut, bytes.NewReader(req.Put)
	}
	message, err := http.NewRequestWithContext(ctx, method, target.String(), body)
	if err != nil {
		return nil, errors.New("make the request: " + c.clean(err.Error()))
	}
	message.Header.Set("User-Agent", c.agent)
	switch {
	case req.Body != nil:
		message.Header.Set("Content-Type", "application/json")
	case req.Put != nil:
		message.Header.Set("Content-Type", "application/octet-stream")
	}
	header, err := c.authorization(ctx)
	if err != nil {
		return nil, err
	}
	if header != "" {
		message.Header.Set("Authorization", header)
	}
	if c.org != "" {
		message.Header.Set("X-Databricks-Org-Id", c.org)
	}
	if c.workspace != "" {
		message.Header.Set("X-MLFLOW-WORKSPACE", c.workspace)
	}
	return message, nil
}

// maxRedirects within the same server; more is a loop.
const maxRedirects = 5

// checkRedirect follows reads within the same server. Anything else would send
// credentials elsewhere, or turn a write into a read that looks like success.
func (c *Client) checkRedirect(next *http.Request, via []*http.Request) error {
	same := next.URL.Scheme == c.base.Scheme && next.URL.Host == c.base.Host && next.URL.User == nil
	if c.policy.redirects && same && via[0].Method == http.MethodGet && len(via) <= maxRedirects {
		return nil
	}
	return &redirected{to: next.URL, loop: same && len(via) > maxRedirects}
}
