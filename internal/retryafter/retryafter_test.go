package retryafter

import (
	"net/http"
	"testing"
	"time"
)

func TestWait(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	date := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	for text, want := range map[string]time.Duration{ // -1: none to follow
		"7": 7 * time.Second, "0": 0, "-1": 0, "1000000000000": longest * time.Second, "99999999999999999999999": -1,
		date(90 * time.Second): 90 * time.Second, date(-time.Hour): 0, "": -1, "soon": -1, "1.5": -1,
	} {
		got, ok := Wait(http.Header{"Retry-After": {text}, "Date": {date(0)}})
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%q: %s, %v; want %s", text, got, ok, want)
		}
	}
	if got, ok := Wait(http.Header{"Retry-After": {date(time.Minute)}}); ok {
		t.Errorf("a date without the server's own: %s", got)
	}
	if got, ok := Wait(http.Header{}); ok {
		t.Errorf("no header: %s", got)
	}
}
