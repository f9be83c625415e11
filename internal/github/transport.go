package github

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/reproduce-action/reproduce/internal/printable"
)

const (
	bodyLimit  = 32 << 20         // bytes of one answer, decoded
	callLimit  = 30 * time.Second // one request, its body included
	writeGap   = time.Second      // https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests
	etagLimit  = 64               // answers cached
	redirects  = 3
	apiVersion = "2022-11-28"
)

// A transport is the only way to the API. It adds the token, for the API's own host
// only; reads an answer to its end before anybody decodes it, because go-github
// takes an empty or cut-off body for an object of zeros; waits where GitHub asks
// for it; and repeats what may be repeated.
type transport struct {
	base   *url.URL
	token  string
	agent  string
	next   http.RoundTripper
	now    func() time.Time
	sleep  func(context.Context, time.Duration) error
	notify func(string)

	pacing sync.Mutex // held while a write waits for its turn

	mu                sync.Mutex
	stats             Stats
	limitBudget       time.Duration // what may still be slept because of rate limits
	lastWrite         time.Time
	serverTime        time.Time // of the last answer, by GitHub's clock
	enterpriseVersion string    // version of an Enterprise Server; "" elsewhere
	requestsLeft      int       // in this hour, by the last answer
	limitKnown        bool      // an answer named it
	cachedAnswers     map[string]cachedAnswer
}

// A cachedAnswer is an answer that a 304 stands for.
type cachedAnswer struct {
	etag   string
	header http.Header
	body   []byte
}

// RoundTrip sends req, repeats it where that is safe, and gives its
// complete answer. It is the transport of go-github's client.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if !t.withinAPI(req.URL) {
		return nil, fmt.Errorf("request to %s refused: it is not the API's host %s, and the token would be sent to it", origin(req.URL), origin(t.base))
	}
	for attempt := 0; ; attempt++ {
		if err := t.spaceWrites(req); err != nil {
			return nil, err
		}
		resp, err := t.send(req, attempt)
		wait, again, final := t.decideRetry(req, resp, err, attempt)
		if !again && final != nil {
			return nil, final
		} else if !again {
			return resp, nil
		}
		if err := t.sleep(req.Context(), wait); err != nil {
			return nil, err
		}
	}
}

// send sends one copy of req and reads the answer to its end.
func (t *transport) send(original *http.Request, attempt int) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(original.Context(), callLimit)
	defer cancel()
	req := original.Clone(ctx)
	if original.GetBody != nil {
		body, err := original.GetBody()
		if err != nil {
			return nil, err
		}
		req.Body = body
	}
	req.Header.Set("Authorization", "Bearer "+t.token)
	req.Header.Set("User-Agent", t.agent)
	req.Header.Set("X-GitHub-Api-Version", apiVersion)
	cached := t.addETag(req)
	t.count(req, attempt)
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := ReadAll(resp.Body, bodyLimit)
	resp.Body.Close()
	if err != nil {
		return nil, fmt.Errorf("answer of %d bytes and more: %w", len(body), err)
	}
	t.readServer(resp)
	if resp.StatusCode == http.StatusNotModified && cached.body != nil {
		t.mu.Lock()
		t.stats.NotModified++
		t.mu.Unlock()
		resp.StatusCode, resp.Status = http.StatusOK, "200 OK"
		date := resp.Header.Get("Date")
		resp.Header, body = cached.header.Clone(), cached.body
		resp.Header.Set("Date", date)
	} else if err := checkComplete(req, resp, body); err != nil {
		return nil, err
	} else {
		t.cacheAnswer(req, resp, body)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	resp.Request = original
	return resp, nil
}

// errUnexpected is an answer that says 2xx and cannot be what GitHub meant.
var errUnexpected = errors.New("the answer is not what GitHub sends")

// checkComplete checks that a successful answer is one complete JSON value. Statuses
// that have no body, and media types that are not JSON, pass.
func checkComplete(req *http.Request, resp *http.Response, body []byte) error {
	if resp.StatusCode < 200 || resp.StatusCode > 299 || resp.StatusCode == http.StatusNoContent {
		return nil
	}
	if strings.HasSuffix(req.Header.Get("Accept"), ".sha") {
		return nil
	}
	trimmed := bytes.TrimSpace(body)
	switch {
	case len(trimmed) == 0:
		return fmt.Errorf("%w: status %d without a body", errUnexpected, resp.StatusCode)
	case trimmed[0] != '{' && trimmed[0] != '[':
		return fmt.Errorf("%w: status %d and %q", errUnexpected, resp.StatusCode, printable.OneLine(string(trimmed), 60))
	case !json.Valid(trimmed):
		return fmt.Errorf("%w: status %d and JSON that breaks off, or goes on too long", errUnexpected, resp.StatusCode)
	}
	return nil
}

// withinAPI says whether u is on the API's own scheme, host and port, below its path.
func (t *transport) withinAPI(u *url.URL) bool {
	return u.Scheme == t.base.Scheme && u.Host == t.base.Host && u.User == nil &&
		strings.HasPrefix(u.Path, t.base.Path) && !strings.Contains(u.Path, "/../")
}

// apiRedirect is the policy for the API: reads may be sent elsewhere on the same
// host, as for a renamed repository; nothing else may.
func (t *transport) apiRedirect(req *http.Request, via []*http.Request) error {
	switch {
	case via[0].Method != http.MethodGet || req.Method != http.MethodGet:
		return fmt.Errorf("%s is answered by a redirect to %s; a write is not sent on. Was the repository renamed? Use its new name", via[0].Method, origin(req.URL))
	case !t.withinAPI(req.URL):
		return fmt.Errorf("redirect to %s: another host than the API; refused", origin(req.URL))
	case len(via) > redirects:
		return fmt.Errorf("more than %d redirects", redirects)
	}
	return nil
}

// downloadRedirect is the policy for downloads, which carry no token: no step from
// https to http, and not many steps.
func (t *transport) downloadRedirect(req *http.Request, via []*http.Request) error {
	if req.URL.Scheme != "https" && t.base.Scheme == "https" {
		return fmt.Errorf("redirect to %s: not encrypted; refused", origin(req.URL))
	}
	if len(via) > redirects {
		return fmt.Errorf("more than %d redirects", redirects)
	}
	return nil
}

// origin names a URL without what may be secret in it.
func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// loopback says whether a host can be this machine only.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// ReadAll reads r to its end, which must come within limit bytes.
func ReadAll(r io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(body)) > limit {
		err = fmt.Errorf("larger than %d MiB; not read on", limit>>20)
	}
	return body, err
}
