package github

import (
	"net/http"
)

// addETag makes a poll conditional on the answer that the last one got, and gives that.
func (t *transport) addETag(req *http.Request) cachedAnswer {
	if req.Method != http.MethodGet || !isPoll(req.Context()) {
		return cachedAnswer{}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	cached := t.cachedAnswers[req.URL.String()]
	if cached.etag != "" {
		req.Header.Set("If-None-Match", cached.etag)
	}
	return cached
}

// cacheAnswer caches a poll's answer under its entity tag.
func (t *transport) cacheAnswer(req *http.Request, resp *http.Response, body []byte) {
	etag := resp.Header.Get("ETag")
	if etag == "" || resp.StatusCode != http.StatusOK || req.Method != http.MethodGet || !isPoll(req.Context()) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.cachedAnswers) >= etagLimit {
		clear(t.cachedAnswers)
	}
	t.cachedAnswers[req.URL.String()] = cachedAnswer{etag, resp.Header.Clone(), body}
}
