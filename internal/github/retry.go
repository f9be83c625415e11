package github

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/retryafter"
)

const (
	retries          = 3                // of a repeatable request that got no, or a 5xx, answer
	firstRetry       = time.Second      // doubled each time
	longestLimitWait = 65 * time.Minute // one full primary window of an hour, and a little
	limitTries       = 5                // of one request
)

// A RateLimitError says that GitHub asks for a longer wait than is left, or asks again and
// again. Nothing was carried out.
type RateLimitError struct {
	Wait  time.Duration
	Until time.Time // by GitHub's clock; zero where it does not say
	Tries int       // that were refused, where that is why it was given up; else 0
}

func (e *RateLimitError) Error() string {
	what := fmt.Sprintf("asks for a wait of %s, more than this process will wait", e.Wait.Round(time.Second))
	if e.Tries > 0 {
		what = fmt.Sprintf("refused %d tries", e.Tries)
	}
	return "GitHub's rate limit " + what + "; " + RunAgainAfter(e.Until)
}

// RunAgainAfter is the way out of a rate limit that is over at a time.
func RunAgainAfter(until time.Time) string {
	when := "later"
	if !until.IsZero() {
		when = "after " + until.UTC().Truncate(time.Minute).Add(time.Minute).Format("15:04 UTC on 2 January")
	}
	return "run again " + when + ", or use a token with a limit of its own"
}

type contextKey int

const (
	pollKey contextKey = iota
	idempotentKey
	noLongWaitKey
)

// Polling marks requests that wait for a run: they are counted apart and ask for
// a 304 where nothing changed.
func Polling(ctx context.Context) context.Context { return context.WithValue(ctx, pollKey, true) }

// Idempotent marks a POST that makes the same thing however often it is sent:
// a blob, a tree, a commit without a ref, a status.
func Idempotent(ctx context.Context) context.Context {
	return context.WithValue(ctx, idempotentKey, true)
}

// WithoutLongWait marks a request that is better given up than sent late: it is repeated
// once for a limit of at most half a minute, and ends in a *RateLimitError else.
func WithoutLongWait(ctx context.Context) context.Context {
	return context.WithValue(ctx, noLongWaitKey, true)
}

func isPoll(ctx context.Context) bool { return ctx.Value(pollKey) != nil }

// decideRetry says whether to send req again and after what wait, or else which error
// goes with its answer. A POST that got no answer may have been carried out:
// whoever sent it has to look before sending it again.
func (t *transport) decideRetry(req *http.Request, resp *http.Response, err error, attempt int) (wait time.Duration, again bool, final error) {
	if ctxErr := req.Context().Err(); ctxErr != nil {
		return 0, false, ctxErr
	}
	if err == nil {
		if wait, limited := limitWait(resp, attempt); limited {
			if req.Context().Value(noLongWaitKey) != nil && (wait > 30*time.Second || attempt > 0) {
				return 0, false, t.limitError(wait, 0)
			}
			return t.spendLimitBudget(wait, attempt)
		}
		dropLimitHeaders(resp.Header)
	}
	safe := req.Method != http.MethodPost || req.Context().Value(idempotentKey) != nil
	if safe && attempt < retries && (err != nil || resp.StatusCode >= 500) {
		return firstRetry << attempt, true, nil
	}
	return 0, false, err
}

// spendLimitBudget takes the wait out of what this process is willing to wait in all. A
// request that was refused for its rate was not carried out, so that every
// method may be repeated.
func (t *transport) spendLimitBudget(wait time.Duration, attempt int) (time.Duration, bool, error) {
	wait = max(wait, firstRetry<<attempt)
	if attempt >= limitTries {
		return 0, false, t.limitError(wait, attempt+1)
	}
	t.mu.Lock()
	there := wait <= t.limitBudget
	if there {
		t.limitBudget -= wait
	}
	t.mu.Unlock()
	if !there {
		return 0, false, t.limitError(wait, 0)
	}
	t.notify(fmt.Sprintf("GitHub's rate limit: waiting %s", wait.Round(time.Second)))
	return wait, true, nil
}

func (t *transport) limitError(wait time.Duration, tries int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := &RateLimitError{Wait: wait, Tries: tries}
	if !t.serverTime.IsZero() {
		e.Until = t.serverTime.Add(wait)
	}
	return e
}

// WaitForRateLimit sleeps as a rate limit asks, out of the same budget.
func (c *Client) WaitForRateLimit(ctx context.Context, wait time.Duration) error {
	if _, _, err := c.transport.spendLimitBudget(wait, 0); err != nil {
		return err
	}
	return c.Sleep(ctx, wait)
}

// limitWait reads a rate limit out of an answer, primary or secondary, and how
// long to wait. Times are compared with the answer's own Date, so that a wrong
// local clock does no harm.
// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
func limitWait(resp *http.Response, attempt int) (time.Duration, bool) {
	if resp.StatusCode != http.StatusForbidden && resp.StatusCode != http.StatusTooManyRequests {
		return 0, false
	}
	if wait, asked := retryafter.Wait(resp.Header); asked {
		return max(wait, time.Second), true
	} else if len(resp.Header["Retry-After"]) > 0 {
		return time.Minute << min(attempt, 6), true
	}
	if resp.Header.Get("X-RateLimit-Remaining") == "0" {
		reset, err := strconv.ParseInt(resp.Header.Get("X-RateLimit-Reset"), 10, 64)
		served, errServed := http.ParseTime(resp.Header.Get("Date"))
		if err != nil || errServed != nil {
			return time.Minute << min(attempt, 6), true
		}
		return atLeastASecond(reset - served.Unix() + 1), true
	}
	if resp.StatusCode == http.StatusTooManyRequests || mentionsLimit(resp) {
		return time.Minute << min(attempt, 6), true
	}
	return 0, false
}

// atLeastASecond turns a number of seconds from a header into a wait of at least one
// second, without overflow.
func atLeastASecond(seconds int64) time.Duration {
	return time.Duration(min(max(seconds, 1), 1<<31)) * time.Second
}

// mentionsLimit looks for a limit in the text of a 403, which is all that some
// secondary limits show.
func mentionsLimit(resp *http.Response) bool {
	body, err := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(bytes.NewReader(body))
	lower := bytes.ToLower(body)
	return err == nil && (bytes.Contains(lower, []byte("secondary rate limit")) ||
		bytes.Contains(lower, []byte("rate limit exceeded")) || bytes.Contains(lower, []byte("abuse detection")))
}

// dropLimitHeaders keeps go-github from refusing later requests by the local clock:
// limits are handled here, from the answer that reports them.
func dropLimitHeaders(header http.Header) {
	for _, name := range []string{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After"} {
		header.Del(name)
	}
}

// OutcomeUnknown says that a request may or may not have been carried out: there was no
// answer, a 5xx, or one that could not be read.
func OutcomeUnknown(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) {
		return false
	}
	var limit *RateLimitError
	if errors.As(err, &limit) {
		return false
	}
	if _, doubt := repro.AsDoubt(err); doubt {
		return false
	}
	var status *StatusError
	return !errors.As(err, &status) || status.Status >= 500 || status.Status < 400
}
