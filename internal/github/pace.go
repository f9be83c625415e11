package github

import (
	"net/http"
	"strconv"
	"time"
)

// spaceWrites keeps two writes a second apart, as GitHub asks. It waits its turn.
func (t *transport) spaceWrites(req *http.Request) error {
	if req.Method == http.MethodGet {
		return nil
	}
	t.pacing.Lock()
	defer t.pacing.Unlock()
	t.mu.Lock()
	wait := t.lastWrite.Add(writeGap).Sub(t.now())
	t.mu.Unlock()
	if wait > 0 {
		if err := t.sleep(req.Context(), min(wait, writeGap)); err != nil {
			return err
		}
	}
	t.mu.Lock()
	t.lastWrite = t.now()
	t.mu.Unlock()
	return nil
}

// readServer remembers GitHub's clock, and which GitHub it is.
func (t *transport) readServer(resp *http.Response) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		t.serverTime = date
	}
	if version := resp.Header.Get("X-GitHub-Enterprise-Version"); version != "" {
		t.enterpriseVersion = version
	}
	if left, err := strconv.Atoi(resp.Header.Get("X-RateLimit-Remaining")); err == nil {
		t.requestsLeft, t.limitKnown = left, true
	}
}

// RequestsLeft says how many requests the token still has in this hour; false before
// an answer, and where there is no limit.
func (c *Client) RequestsLeft() (int, bool) {
	c.transport.mu.Lock()
	defer c.transport.mu.Unlock()
	return c.transport.requestsLeft, c.transport.limitKnown
}

// ServerTime gives the time of the last answer by GitHub's clock; zero before one.
func (c *Client) ServerTime() time.Time {
	c.transport.mu.Lock()
	defer c.transport.mu.Unlock()
	return c.transport.serverTime
}

// EnterpriseVersion is the version of an Enterprise Server, which it names in
// every answer; "" elsewhere, and before an answer.
func (c *Client) EnterpriseVersion() string {
	c.transport.mu.Lock()
	defer c.transport.mu.Unlock()
	return c.transport.enterpriseVersion
}

func (t *transport) count(req *http.Request, attempt int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if attempt > 0 {
		t.stats.Retries++
	}
	if isPoll(req.Context()) {
		t.stats.Polls++
		return
	}
	t.stats.Requests++
	if req.Method != http.MethodGet {
		t.stats.Writes++
	}
}
