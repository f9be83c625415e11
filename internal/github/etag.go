package github

import "net/http"

// remember makes a poll conditional on what the last one got, and gives that.
func (t *transport) remember(req *http.Request) remembered {
	if req.Method != http.MethodGet || !isPoll(req.Context()) {
		return remembered{}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	known := t.seen[req.URL.String()]
	if known.etag != "" {
		req.Header.Set("If-None-Match", known.etag)
	}
	return known
}

// keep remembers a poll's answer under its entity tag.
func (t *transport) keep(req *http.Request, resp *http.Response, body []byte) {
	etag := resp.Header.Get("ETag")
	if etag == "" || resp.StatusCode != http.StatusOK || req.Method != http.MethodGet || !isPoll(req.Context()) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.seen) >= etagLimit {
		clear(t.seen)
	}
	t.seen[req.URL.String()] = remembered{etag, resp.Header.Clone(), body}
}
