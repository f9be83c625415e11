//go:build unix

package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// A requestLog has the requests that came through a proxy since it was last looked at.
type requestLog struct {
	mu   sync.Mutex
	seen []string
}

func (l *requestLog) add(r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen = append(l.seen, r.Method+" "+r.URL.Path)
}

func (l *requestLog) take() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	seen := l.seen
	l.seen = nil
	return seen
}

// requestLogs are those of stories, by their work directory.
var requestLogs sync.Map

// counting: sends what is asked of the tracking server from here on past a log.
func cmdCounting(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: counting")
	}
	server, err := url.Parse(ts.Getenv("MLFLOW_TRACKING_URI"))
	ts.Check(err)
	log := new(requestLog)
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		log.add(r.In)
		r.SetURL(server)
	}}
	front := httptest.NewServer(proxy)
	ts.Defer(front.Close)
	requestLogs.Store(ts.Getenv("WORK"), log)
	ts.Setenv("MLFLOW_TRACKING_URI", front.URL)
}

// asked N REGEXP: holds what was asked of the server since the last time to N requests
// like "POST /api/…", and to at least one of any kind: else the log saw nothing.
func cmdAsked(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: asked N REGEXP")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	like, err := regexp.Compile(args[1])
	ts.Check(err)
	log, there := requestLogs.Load(ts.Getenv("WORK"))
	if !there {
		ts.Fatalf("asked before counting")
	}
	seen := log.(*requestLog).take()
	if len(seen) == 0 {
		ts.Fatalf("nothing was asked of the tracking server")
	}
	found := slices.DeleteFunc(slices.Clone(seen), func(request string) bool { return !like.MatchString(request) })
	if len(found) != want {
		ts.Fatalf("%d requests are like %q, want %d; all are\n%s", len(found), args[1], want, strings.Join(seen, "\n"))
	}
}
