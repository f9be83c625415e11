package github

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	gh "github.com/google/go-github/v60/github"
)

// DefaultAPI is the REST API of github.com.
const DefaultAPI = "https://api.github.com"

// Options say which repository to work on, and with what.
type Options struct {
	API        string // base URL, as GITHUB_API_URL has it; "" is DefaultAPI
	Repository string // owner/name
	Token      string
	Author     string      // login that comments made with Token carry; "" is found out
	Tool       string      // user agent: "reproduce/v1.0.0"
	Known      *Repository // what the event said of the repository; nil asks GitHub

	Transport http.RoundTripper                          // nil: net/http's own
	Now       func() time.Time                           // nil: time.Now
	Sleep     func(context.Context, time.Duration) error // nil: sleeps
	Notify    func(string)                               // progress, one line at a time; nil: silent
}

// A Client talks to one repository. It may be used by several goroutines.
type Client struct {
	owner, repo string
	author      string
	api         *gh.Client
	door        *door
	bare        *http.Client // without the token, for the hosts that GitHub redirects to

	mu      sync.Mutex
	mine    map[string]time.Time   // commits that this process put on a branch, and when: it may dispatch them first
	commits map[string]*gh.Commit  // by object name
	trees   map[string]*gh.Tree    // by object name, which never changes its content
	blobs   map[string][]byte      // small files, by object name
	held    int                    // bytes of them
	small   map[string]bool        // root trees whose files can be had in one archive, and were not yet
	wholes  map[string]bool        // root trees whose directories were all read
	apart   bool                   // no archive could be had: files are read one by one
	roots   map[string]rootOf      // by commit
	named   map[string]string      // commit by what a person called it
	active  map[string]bool        // workflows that GitHub knows and has not disabled
	sealed  map[string]workflowDoc // preflights that passed, by workflow and commit
	info    *Repository
	needs   []string // permissions of the whole check
	advice  Advice
}

// New checks the options and makes a client. It sends nothing.
func New(o Options) (*Client, error) {
	base, err := apiBase(o.API)
	if err != nil {
		return nil, err
	}
	owner, repo, err := splitRepository(o.Repository)
	if err != nil {
		return nil, err
	}
	if o.Token == "" || strings.ContainsAny(o.Token, " \t\r\n\x00") {
		return nil, fmt.Errorf("github-token: empty, or with white space in it; give the job's token, ${{ github.token }}")
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Notify == nil {
		o.Notify = func(string) {}
	}
	if o.Tool == "" {
		o.Tool = "reproduce"
	}
	d := &door{
		base: base, token: o.Token, agent: o.Tool, next: o.Transport,
		now: o.Now, sleep: o.Sleep, notify: o.Notify,
		patience: limitBudget, seen: map[string]remembered{},
	}
	api := gh.NewClient(&http.Client{Transport: d, CheckRedirect: d.redirect})
	api.BaseURL = base
	api.UserAgent = o.Tool
	if known := o.Known; known != nil && (known.DefaultBranch == "" || !strings.EqualFold(known.FullName, o.Repository)) {
		o.Known = nil // of another repository, or not enough
	}
	return &Client{
		info:  o.Known,
		owner: owner, repo: repo, author: o.Author, api: api, door: d,
		bare:    &http.Client{Transport: o.Transport, CheckRedirect: d.downgrade},
		mine:    map[string]time.Time{},
		commits: map[string]*gh.Commit{},
		trees:   map[string]*gh.Tree{}, blobs: map[string][]byte{}, wholes: map[string]bool{}, small: map[string]bool{},
		roots:  map[string]rootOf{},
		named:  map[string]string{},
		active: map[string]bool{},
		sealed: map[string]workflowDoc{},
	}, nil
}

// apiBase gives the API's base URL with the slash that go-github wants.
func apiBase(text string) (*url.URL, error) {
	if text == "" {
		text = DefaultAPI
	}
	base, err := url.Parse(text)
	if err != nil || base.Host == "" || (base.Scheme != "https" && base.Scheme != "http") || base.User != nil || base.RawQuery != "" || base.Fragment != "" {
		return nil, fmt.Errorf("GITHUB_API_URL %q: want http(s)://host[/path], without user, query or fragment", text)
	}
	if base.Scheme == "http" && !loopback(base.Hostname()) {
		return nil, fmt.Errorf("GITHUB_API_URL %q: the token would travel unencrypted; use https", text)
	}
	base.Path = strings.TrimSuffix(base.Path, "/") + "/"
	base.RawPath = ""
	return base, nil
}

// Stats counts what went over the wire.
type Stats struct {
	Requests    int // all but polls, retries included
	Writes      int // of Requests: everything but GET
	Polls       int // requests that only wait for a run
	NotModified int // of Polls: answered 304, which GitHub does not count
	Retries     int // of Requests and Polls
}

// Stats gives the counters so far.
func (c *Client) Stats() Stats {
	c.door.mu.Lock()
	defer c.door.mu.Unlock()
	return c.door.stats
}

// Repository is what the client must know of the repository it works on.
type Repository struct {
	FullName      string
	DefaultBranch string
	Private       bool
	URL           string // a page for people
}

// Repository asks GitHub once and remembers the answer.
func (c *Client) Repository(ctx context.Context) (Repository, error) {
	c.mu.Lock()
	known := c.info
	c.mu.Unlock()
	if known != nil {
		return *known, nil
	}
	op := operation{"read the repository " + c.owner + "/" + c.repo, "contents: read"}
	repo, _, err := c.api.Repositories.Get(ctx, c.owner, c.repo)
	if err != nil {
		return Repository{}, c.explain(op, err)
	}
	if repo.GetID() == 0 || repo.GetDefaultBranch() == "" {
		return Repository{}, op.nonsense("no id or no default branch")
	}
	info := Repository{repo.GetFullName(), repo.GetDefaultBranch(), repo.GetPrivate(), repo.GetHTMLURL()}
	c.mu.Lock()
	c.info = &info
	c.mu.Unlock()
	return info, nil
}

// page gives the address of a page below the repository's own; "" before the
// repository was asked for.
func (c *Client) page(path string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.info == nil || c.info.URL == "" {
		return ""
	}
	return c.info.URL + "/" + path
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
