package github

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	gh "github.com/google/go-github/v60/github"
)

// redirected explains why a download did not get its redirect.
func (c *Client) redirected(op Operation, resp *gh.Response, err error) error {
	if err == nil {
		return nil
	}
	if resp == nil || resp.Response == nil {
		return c.Explain(op, err)
	}
	if status := resp.StatusCode; status == http.StatusNotFound || status == http.StatusGone {
		return &StatusError{op.Name, status, "it is not there any more"}
	}
	if refused := gh.CheckResponse(resp.Response); refused != nil {
		return c.Explain(op, refused)
	}
	return op.Unexpected(fmt.Sprintf("status %d where a redirect leads to the file", resp.StatusCode))
}

// Download reads what GitHub redirects to, without the token, which is for
// GitHub's own host. It takes what go-github gave for the redirect: at, resp and
// err. The address carries a signature and is never shown.
func (c *Client) Download(ctx context.Context, op Operation, limit int64, at *url.URL, resp *gh.Response, err error) ([]byte, error) {
	if err := c.redirected(op, resp, err); err != nil {
		return nil, err
	}
	if at.Scheme != "https" && c.transport.base.Scheme == "https" || at.Host == "" || at.User != nil {
		return nil, op.Unexpected("a redirect to an address without encryption")
	}
	var last error
	for attempt := range retries {
		if attempt > 0 {
			if err := c.transport.sleep(ctx, firstRetry<<attempt); err != nil {
				return nil, err
			}
		}
		body, again, err := c.downloadOnce(ctx, at, limit)
		if err == nil || !again {
			return body, op.Wrap(err)
		}
		last = err
	}
	return nil, op.Wrap(last)
}

func (c *Client) downloadOnce(ctx context.Context, at *url.URL, limit int64) (body []byte, again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*callLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, false, errors.New("the redirect is no address")
	}
	req.Header.Set("User-Agent", c.transport.agent)
	resp, err := c.downloads.Do(req)
	if err != nil {
		var hidden *url.Error
		if errors.As(err, &hidden) {
			err = hidden.Err
		}
		return nil, true, fmt.Errorf("%s: %w", at.Host, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		// Storage answers 404 for a moment before a file is there.
		return nil, resp.StatusCode == http.StatusNotFound || resp.StatusCode >= 500, fmt.Errorf("%s answers %d", at.Host, resp.StatusCode)
	}
	if resp.ContentLength > limit {
		return nil, false, fmt.Errorf("%d bytes; more than %d MiB are not read", resp.ContentLength, limit>>20)
	}
	body, err = ReadAll(resp.Body, limit)
	if err == nil && resp.ContentLength >= 0 && int64(len(body)) != resp.ContentLength {
		err = io.ErrUnexpectedEOF
	}
	return body, err != nil && int64(len(body)) <= limit, err
}
