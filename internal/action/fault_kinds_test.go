package action

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"time"
)

// A fault is what goes wrong with one call: before it is carried out, or after. None is
// no fault.
type fault struct {
	name   string
	deadly bool // the process ends here
	before func(http.ResponseWriter, *relay)
	after  func(http.ResponseWriter, *httptest.ResponseRecorder)
}

// deaths end the process at a call.
var deaths = []fault{
	{name: "killed before it was sent", deadly: true, before: reset},
	{name: "killed after it was carried out", deadly: true, after: func(w http.ResponseWriter, _ *httptest.ResponseRecorder) { hangUp(w, nil) }},
}

// faults are all that can happen to any call and leave the process alive.
var faults = append(refusingFaults(), []fault{
	{name: "HTML page", before: text(http.StatusOK, "text/html", "<!doctype html><html><body>Sign in</body></html>")},
	{name: "empty 200, not carried out", before: text(http.StatusOK, "application/json", "")},
	{name: "200 null, not carried out", before: text(http.StatusOK, "application/json", "null")},
	{name: "200 {}, not carried out", before: text(http.StatusOK, "application/json", "{}")},
	{name: "reset, not carried out", before: reset},
	{name: "too late, not carried out", before: func(w http.ResponseWriter, _ *relay) { hangUp(w, timedOut) }},
	{name: "redirect to another host", before: redirect(http.StatusFound)},
	{name: "redirect to another host with its body", before: redirect(http.StatusTemporaryRedirect)},
	{name: "empty 200, carried out", after: instead(http.StatusOK, "")},
	{name: "200 null, carried out", after: instead(http.StatusOK, "null")},
	{name: "502, carried out", after: instead(http.StatusBadGateway, "<html>Bad Gateway</html>")},
	{name: "reset, carried out", after: func(w http.ResponseWriter, _ *httptest.ResponseRecorder) { hangUp(w, nil) }},
	{name: "too late, carried out", after: func(w http.ResponseWriter, _ *httptest.ResponseRecorder) { hangUp(w, timedOut) }},
	{name: "answer cut off", after: half(nil)},
	{name: "answer's end too late", after: half(timedOut)},
}...)

// refusingFaults are answers of a server that did nothing.
func refusingFaults() []fault {
	message := func(status int, text string) fault {
		return answered(strconv.Itoa(status)+" "+text, status, text, nil)
	}
	all := []fault{
		message(401, "Bad credentials"), message(403, "Resource not accessible by integration"),
		answered("403 rate limited", 403, "API rate limit exceeded for installation.", func(h http.Header, now time.Time) {
			h.Set("X-RateLimit-Remaining", "0")
			h.Set("X-RateLimit-Reset", strconv.FormatInt(now.Add(20*time.Minute).Unix(), 10))
		}),
		message(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."),
		answered("403 SSO", 403, "Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.", func(h http.Header, _ time.Time) {
			h.Set("X-GitHub-SSO", "required; url=https://github.test/orgs/octo/sso?authorization_request=AAA")
		}),
		message(404, "Not Found"), message(409, "Conflict"), message(422, "Validation Failed"),
		message(500, "Server Error"), message(502, "Bad Gateway"), message(503, "Service Unavailable"), message(504, "Gateway Timeout"),
		answered("503 Retry-After 3", 503, "busy", retryAfter("3")),
		answered("429 without Retry-After", 429, "Too many requests", nil),
		answered("429 Retry-After a date", 429, "Too many requests", func(h http.Header, now time.Time) {
			h.Set("Retry-After", now.Add(90*time.Second).UTC().Format(http.TimeFormat))
		}),
		answered("429 Retry-After a date of yesterday", 429, "Too many requests", func(h http.Header, now time.Time) {
			h.Set("Retry-After", now.Add(-24*time.Hour).UTC().Format(http.TimeFormat))
		}),
	}
	for _, wait := range []string{"7", "0", "-5", "86400", "99999999999999999999", "soon"} {
		all = append(all, answered("429 Retry-After "+wait, 429, "Too many requests", retryAfter(wait)))
	}
	return all
}

func retryAfter(wait string) func(http.Header, time.Time) {
	return func(h http.Header, _ time.Time) { h.Set("Retry-After", wait) }
}

// answered is a refusal in the words of GitHub and of MLflow at once.
func answered(name string, status int, said string, add func(http.Header, time.Time)) fault {
	return fault{name: name, before: func(w http.ResponseWriter, r *relay) {
		if add != nil {
			add(w.Header(), r.now())
		}
		text(status, "application/json", fmt.Sprintf(`{"message":%q,"status":"%d"}`, said, status))(w, r)
	}}
}

func text(status int, kind, body string) func(http.ResponseWriter, *relay) {
	return func(w http.ResponseWriter, _ *relay) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

func redirect(status int) func(http.ResponseWriter, *relay) {
	return func(w http.ResponseWriter, r *relay) {
		w.Header().Set("Location", r.other.URL+"/elsewhere")
		w.WriteHeader(status)
	}
}

// instead answers something else than the server did.
func instead(status int, body string) func(http.ResponseWriter, *httptest.ResponseRecorder) {
	return func(w http.ResponseWriter, _ *httptest.ResponseRecorder) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// half sends the beginning of an answer, and then the connection ends.
func half(end []byte) func(http.ResponseWriter, *httptest.ResponseRecorder) {
	return func(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
		body := answer.Body.Bytes()
		head := fmt.Appendf(nil, "HTTP/1.1 %d .\r\nContent-Length: %d\r\nConnection: close\r\n", answer.Code, len(body)+len(timedOut)+1)
		for name, values := range answer.Header() {
			for _, value := range values {
				if name != "Content-Length" {
					head = fmt.Appendf(head, "%s: %s\r\n", name, value)
				}
			}
		}
		hangUp(w, fmt.Appendf(head, "\r\n%s%s", body[:len(body)/2], end))
	}
}

func reset(w http.ResponseWriter, _ *relay) { hangUp(w, nil) }

// hangUp sends some bytes and ends the connection; without any, it is reset.
func hangUp(w http.ResponseWriter, last []byte) {
	connection, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer connection.Close()
	if tcp, ok := connection.(*net.TCPConn); ok && last == nil {
		_ = tcp.SetLinger(0) // else it ends without a reset, which is as good
	}
	_, _ = connection.Write(last) // to a client that may have left
}

// dialLate makes connections whose servers may be too late.
func dialLate(dial func(context.Context, string, string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		connection, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &lateConn{Conn: connection}, nil
	}
}
