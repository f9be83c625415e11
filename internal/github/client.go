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
	"github.com/reproduce-action/reproduce/internal/retryafter"
)

// DefaultAPI is the REST API of github.com.
const DefaultAPI = "https://api.github.com"

// Options say which repository to work on, and with what.
type Options struct {
	API            string // base URL, as GITHUB_API_URL has it; "" is DefaultAPI
	Repository     string // owner/name
	Token          string
	Tool           string      // user agent: "reproduce/v1.0.0"
	RepositoryInfo *Repository // what the event said of the repository; nil asks GitHub

	Transport http.RoundTripper                          // nil: net/http's own
	Now       func() time.Time                           // nil: time.Now
	Sleep     func(context.Context, time.Duration) error // nil: sleeps
	Notify    func(string)                               // progress, one line at a time; nil: silent
}

// A Client talks to one repository. It may be used by several goroutines.
type Client struct {
	API         *gh.Client // go-github's, through this client's transport
	Owner, Name string     // of the repository, as parts of a URL's path

	transport *transport
	downloads *http.Client // without the token, for the hosts that GitHub redirects to

	mu          sync.Mutex
	info        *Repository
	permissions []string // permissions of the whole check
	advice      Advice
}

// New checks the options and makes a client. It sends nothing.
func New(o Options) (*Client, error) {
	base, err := apiBase(o.API)
	if err != nil {
		return nil, err
	}
	owner, name, err := splitRepository(o.Repository)
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
		o.Sleep = retryafter.Sleep
	}
	if o.Notify == nil {
		o.Notify = func(string) {}
	}
	if o.Tool == "" {
		o.Tool = "reproduce"
	}
	t := &transport{
		base: base, token: o.Token, agent: o.Tool, next: o.Transport,
		now: o.Now, sleep: o.Sleep, notify: o.Notify,
		limitBudget: longestLimitWait, cachedAnswers: map[string]cachedAnswer{},
	}
	api := gh.NewClient(&http.Client{Transport: t, CheckRedirect: t.apiRedirect})
	api.BaseURL = base
	api.UserAgent = o.Tool
	if info := o.RepositoryInfo; info != nil && (info.DefaultBranch == "" || !strings.EqualFold(info.FullName, o.Repository)) {
		o.RepositoryInfo = nil // of another repository, or not enough
	}
	return &Client{
		API: api, Owner: owner, Name: name, info: o.RepositoryInfo, transport: t,
		downloads: &http.Client{Transport: o.Transport, CheckRedirect: t.downloadRedirect},
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
	c.transport.mu.Lock()
	defer c.transport.mu.Unlock()
	return c.transport.stats
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
	info := c.info
	c.mu.Unlock()
	if info != nil {
		return *info, nil
	}
	op := Operation{Name: "read the repository " + c.FullName(), Permission: "contents: read"}
	repo, _, err := c.API.Repositories.Get(ctx, c.Owner, c.Name)
	if err != nil {
		return Repository{}, c.Explain(op, err)
	}
	if repo.GetID() == 0 || repo.GetDefaultBranch() == "" {
		return Repository{}, op.Unexpected("no id or no default branch")
	}
	read := Repository{repo.GetFullName(), repo.GetDefaultBranch(), repo.GetPrivate(), repo.GetHTMLURL()}
	c.mu.Lock()
	c.info = &read
	c.mu.Unlock()
	return read, nil
}

// PageURL gives the address of a page below the repository's own; "" before the
// repository was asked for.
func (c *Client) PageURL(path string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.info == nil || c.info.URL == "" {
		return ""
	}
	return c.info.URL + "/" + path
}

// FullName is OWNER/NAME as GitHub spells it, where it was asked.
func (c *Client) FullName() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.info != nil && c.info.FullName != "" {
		return c.info.FullName
	}
	return c.Owner + "/" + c.Name
}

// Now is the time by this machine's clock.
func (c *Client) Now() time.Time { return c.transport.now() }

// Sleep waits, or gives the context's error when that ends first.
func (c *Client) Sleep(ctx context.Context, d time.Duration) error { return c.transport.sleep(ctx, d) }

// Notify shows progress, one line at a time.
func (c *Client) Notify(line string) { c.transport.notify(line) }

// InstallationToken says whether the token is an app's for this repository, as a
// job's own is. Such a token may not ask whose it is.
func (c *Client) InstallationToken() bool { return strings.HasPrefix(c.transport.token, "ghs_") }
