package githubtest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// Owner and Name are the repository's.
const (
	Owner = "octo"
	Name  = "churn"
	Bot   = "github-actions[bot]"
	Token = "ghs_canary0123456789abcdefghijklmnopqrstuv"
)

// Options make a server unlike the plain one. The zero value is github.com.
type Options struct {
	Edition      Edition                                                 // "" is GitHub
	Train        func(ctx context.Context, job *Job) (conclusion string) // nil: every run succeeds at once
	Looks        int                                                     // looks at a run before it is over
	Lag          int                                                     // listings that do not show a new run yet
	NoCheckout   bool                                                    // Train gets no files; saves time
	Unversioned  bool                                                    // an Enterprise Server that does not name its version
	OldWorkflows bool                                                    // refuse refs whose workflow files are not the default branch's
	LogArchive   func(files map[string][]byte) []byte                    // what becomes of a run's logs; nil: a zip of them; of nothing: 404
	Login        string                                                  // who the token is; "" is Bot
	Now          func() time.Time                                        // nil: a clock that goes on a second with each request
	Around       func(http.Handler) http.Handler                         // what stands between a client and the API, and the files; nil: nothing
}

// A Server is one GitHub with one repository.
type Server struct {
	URL           string // of the API
	Dir           string // of the bare repository
	DefaultBranch string

	Options
	tb      testing.TB
	spec    *openapi3.T
	api     *httptest.Server
	files   *httptest.Server // where downloads are redirected to
	other   *httptest.Server // a host that nobody should talk to
	scratch string
	ctx     context.Context
	objects sync.Map // what git said of objects
	loose   sync.Map // object name -> looseObject that was read

	mu         sync.Mutex // of everything below
	serial     int64
	clock      time.Time
	requests   []string
	violations []string
	leaks      []string
	faults     map[int]Fault
	between    map[string]func() // what others do before an operation is carried out
	refusals   map[string]*refusal
	answers    []string          // "201 POST /repos/{owner}/{repo}/git/refs"
	workflows  map[string]string // file name -> state
	protected  map[string]bool
	people     map[string]string // login -> permission
	runs       []*Run
	issues     []*Issue
	comments   []*Comment
	pulls      []*Pull
	statuses   []Status
	reactions  []Reaction
	downloads  map[string][]byte
}

// New starts a server with an empty repository, and stops it with the test. A
// request or answer that is not GitHub's, or a token that went astray, fails the
// test.
func New(tb testing.TB, options Options) *Server {
	tb.Helper()
	if options.Edition == "" {
		options.Edition = GitHub
	}
	if options.Login == "" {
		options.Login = Bot
	}
	spec, err := describe(options.Edition)
	if err != nil {
		tb.Fatalf("githubtest: %v", err)
	}
	scratch := tb.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{
		Dir: filepath.Join(scratch, "repository.git"), DefaultBranch: "main",
		Options: options, tb: tb, spec: spec, scratch: scratch, ctx: ctx,
		clock:  time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC),
		faults: map[int]Fault{}, refusals: map[string]*refusal{}, workflows: map[string]string{},
		protected: map[string]bool{}, people: map[string]string{}, downloads: map[string][]byte{},
	}
	if err := s.makeRepository(); err != nil {
		tb.Fatal(err)
	}
	around := options.Around
	if around == nil {
		around = func(h http.Handler) http.Handler { return h }
	}
	s.api = httptest.NewServer(around(s.handler()))
	s.files = httptest.NewServer(around(s.download()))
	s.other = httptest.NewServer(s.stranger())
	s.URL = s.api.URL + s.prefix()
	tb.Cleanup(func() {
		cancel()
		s.wait()
		for _, server := range []*httptest.Server{s.api, s.files, s.other} {
			server.Close()
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, complaint := range append(s.violations, s.leaks...) {
			tb.Errorf("githubtest: %s", complaint)
		}
	})
	return s
}

// prefix is the API's path: an Enterprise Server has one.
func (s *Server) prefix() string {
	if s.Edition == Enterprise {
		return "/api/v3"
	}
	return ""
}

// wait waits for trainings that still run.
func (s *Server) wait() {
	s.mu.Lock()
	runs := append([]*Run(nil), s.runs...)
	s.mu.Unlock()
	for _, run := range runs {
		<-run.done
	}
}

// next gives a number that was not given before.
func (s *Server) next() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	return s.serial
}

// Elapse puts GitHub's clock forward.
func (s *Server) Elapse(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = s.clock.Add(d)
}

// now is GitHub's clock.
func (s *Server) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock
}

func (s *Server) violate(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.violations = append(s.violations, err.Error())
}

// Requests gives all requests so far: "GET /repos/{owner}/{repo}".
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.requests...)
}

// Between lets others do something whenever an operation was asked for, before it is
// carried out.
func (s *Server) Between(key string, others func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.between == nil {
		s.between = map[string]func(){}
	}
	s.between[key] = others
}

// SetWorkflow gives a workflow a state other than active: disabled_manually.
func (s *Server) SetWorkflow(file, state string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.workflows[file] = state
}

// Protect puts a branch under protection.
func (s *Server) Protect(branch string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.protected[branch] = true
}

// Permit says what a person may do: admin, write, read, none.
func (s *Server) Permit(login, permission string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.people[login] = permission
}

func unescape(text string) string {
	plain, err := url.PathUnescape(text)
	if err != nil {
		return text
	}
	return plain
}
