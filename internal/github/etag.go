package github

import "net/http"

// remember makes a poll conditional on what the last one got, and gives that.
func (d *door) remember(req *http.Request) remembered {
	if req.Method != http.MethodGet || !polling(req.Context()) {
		return remembered{}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	known := d.seen[req.URL.String()]
	if known.etag != "" {
		req.Header.Set("If-None-Match", known.etag)
	}
	return known
}

// keep remembers a poll's answer under its entity tag.
func (d *door) keep(req *http.Request, resp *http.Response, body []byte) {
	etag := resp.Header.Get("ETag")
	if etag == "" || resp.StatusCode != http.StatusOK || req.Method != http.MethodGet || !polling(req.Context()) {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.seen) >= etagLimit {
		clear(d.seen)
	}
	d.seen[req.URL.String()] = remembered{etag, resp.Header.Clone(), body}
}
