// Package retryafter reads how long a server asks to be left alone, and leaves it alone.
//
// It refuses a value that is neither a number of seconds nor a date, and a date
// without the server's own to hold it against. One invariant: this machine's clock
// plays no part, so that a wrong one does no harm.
// https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
package retryafter

import (
	"context"
	"net/http"
	"strconv"
	"time"
)

// longest keeps a number of seconds from overflowing; who waits has a limit of
// their own.
const longest = 1 << 31

// Wait gives the wait that an answer's Retry-After asks for, never below zero;
// false where there is none to follow.
func Wait(header http.Header) (time.Duration, bool) {
	text := header.Get("Retry-After")
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Duration(min(max(seconds, 0), longest)) * time.Second, true
	}
	until, err := http.ParseTime(text)
	served, errServed := http.ParseTime(header.Get("Date"))
	if err != nil || errServed != nil {
		return 0, false
	}
	return max(until.Sub(served), 0), true
}

// Sleep waits for pause, or until the context ends; then it gives the context's cause.
func Sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
