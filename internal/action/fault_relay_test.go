package action

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"
)

// A relay stands between the program and every server that it asks. It counts the calls
// of all of them in one row, and lets each meet the fault that is planned for it.
type relay struct {
	now   func() time.Time
	other *httptest.Server // whoever comes here was sent away

	mu     sync.Mutex
	calls  []string // "github POST /repos/octo/churn/git/refs"
	plan   []planned
	dead   bool     // the process is no more: nothing it sends arrives
	leaked []string // what reached the other host that should not
}

// A planned fault meets the call of its number, 1 being the first; a lasting one each
// later call of the same kind too.
type planned struct {
	call    int
	fault   fault
	lasting bool
	kind    string // of the call that it met
}

func (p planned) String() string {
	return fmt.Sprintf("call %d: %s%s", p.call, p.fault.name, map[bool]string{true: ", for good"}[p.lasting])
}

func newRelay(now func() time.Time) *relay {
	r := &relay{now: now}
	r.other = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(io.LimitReader(q.Body, 1<<20)) // what arrived of it
		r.mu.Lock()
		defer r.mu.Unlock()
		for name, values := range q.Header {
			body = fmt.Appendf(body, "\n%s: %s", name, values)
		}
		if seen := q.URL.String() + string(body); q.Header.Get("Authorization") != "" || strings.Contains(seen, "canary") {
			r.leaked = append(r.leaked, seen)
		}
		http.NotFound(w, q)
	}))
	return r
}

// begin starts a process: its faults, from its first call on.
func (r *relay) begin(plan ...planned) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls, r.plan, r.dead = nil, plan, false
}

func (r *relay) isDead() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.dead
}

// ids are the parts of an address that are another each time.
var ids = regexp.MustCompile(`[0-9a-f]{20,}|\d+`)

// meet counts a call and gives what goes wrong with it.
func (r *relay) meet(host string, q *http.Request) fault {
	r.mu.Lock()
	defer r.mu.Unlock()
	kind := host + " " + q.Method + " " + ids.ReplaceAllString(q.URL.Path, "*")
	r.calls = append(r.calls, kind)
	if r.dead {
		return fault{before: reset}
	}
	met := fault{}
	for i, p := range r.plan {
		if p.call == len(r.calls) {
			r.plan[i].kind, met = kind, p.fault
		} else if p.lasting && p.kind == kind && met.name == "" {
			met = p.fault
		}
	}
	r.dead = met.deadly && met.before != nil
	return met
}

// around is what stands between the program and one server.
func (r *relay) around(host string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			w.Header().Set("Connection", "close") // a call is a connection, so that net/http repeats none by itself
			w.Header().Set("Date", r.now().UTC().Format(http.TimeFormat))
			met := r.meet(host, q)
			if met.before != nil {
				met.before(w, r)
				return
			}
			if met.after == nil {
				next.ServeHTTP(w, q)
				return
			}
			answer := httptest.NewRecorder()
			next.ServeHTTP(answer, q)
			if met.deadly {
				r.mu.Lock()
				r.dead = true
				r.mu.Unlock()
			}
			met.after(w, answer)
		})
	}
}

// timedOut is what a connection carries in place of an answer that would come too late.
// A dialer of this test's makes a timeout of it, which takes no time.
var timedOut = []byte("\x00the answer comes too late\x00")

func init() {
	plain := http.DefaultTransport.(*http.Transport)
	dial := plain.DialContext
	plain.DialContext = dialLate(dial)
}

// A lateConn gives an error for what the server sends no more.
type lateConn struct {
	net.Conn
	late bool
}

func (c *lateConn) Read(p []byte) (int, error) {
	if c.late {
		return 0, os.ErrDeadlineExceeded
	}
	n, err := c.Conn.Read(p)
	if before, _, found := bytes.Cut(p[:n], timedOut); found {
		if c.late = true; len(before) == 0 {
			return 0, os.ErrDeadlineExceeded
		}
		return len(before), nil
	}
	return n, err
}
