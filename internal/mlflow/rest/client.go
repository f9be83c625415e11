package rest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/retryafter"
)

// maxAnswer bounds one answer, decompressed.
const maxAnswer = 256 << 20

// maxSaid bounds a server's words in an error.
const maxSaid = 300

// Options say which server to ask and how.
type Options struct {
	URL       *url.URL                      // of the server, userinfo and all
	Getenv    func(string) string           // the environment; nil is an empty one
	UserAgent string                        // "" is "reproduce"
	Notice    func(format string, a ...any) // told what a person should know and nothing stops for

	// Sleep waits between two tries; nil is the real thing.
	Sleep func(context.Context, time.Duration) error
}

func (o Options) getenv(name string) string {
	if o.Getenv == nil {
		return ""
	}
	return o.Getenv(name)
}

func (o Options) notice(format string, args ...any) {
	if o.Notice != nil {
		o.Notice(format, args...)
	}
}

// A Client talks HTTP to one tracking server and to no other host.
type Client struct {
	base      *url.URL // scheme, host and path prefix; no credentials
	held      credentials
	bearer    bearer
	workspace string
	org       string // Databricks' id of the workspace, where several share a host
	agent     string
	http      *http.Client
	policy    policy
	pause     func(context.Context, time.Duration) error
	notice    func(format string, args ...any)
}

// New sends nothing: a server that is away shows at the first question.
func New(o Options) (*Client, error) {
	held, err := readCredentials(o, o.URL.User)
	if err != nil {
		return nil, err
	}
	return connect(o, held)
}

func connect(o Options, held credentials) (*Client, error) {
	patience, err := readPolicy(o)
	if err != nil {
		return nil, err
	}
	transport, err := newTransport(o)
	if err != nil {
		return nil, err
	}
	base := *o.URL
	base.User = nil
	c := &Client{
		base: &base, held: held, policy: patience, notice: o.notice,
		workspace: o.getenv("MLFLOW_WORKSPACE"),
		agent:     cmp.Or(o.UserAgent, "reproduce"),
		pause:     o.Sleep,
	}
	if c.pause == nil {
		c.pause = retryafter.Sleep
	}
	c.http = &http.Client{Transport: transport, CheckRedirect: c.checkRedirect}
	if base.Scheme == "http" && held.who != "" && !isLoopback(base.Hostname()) {
		c.notice("credentials go to %s unencrypted; use https:// if the server has it", c.Where())
	}
	return c, nil
}

// Close lets go of connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Secrets are what must never be shown.
func (c *Client) Secrets() []string {
	c.bearer.telling.Lock()
	defer c.bearer.telling.Unlock()
	return slices.Clone(c.held.secrets)
}

// clean makes text from elsewhere fit for an error.
func (c *Client) clean(text string) string {
	return printable.OneLine(scrub(text, c.Secrets()), maxSaid)
}

// Where is the server's address as it may be printed: it has neither user nor
// query.
func (c *Client) Where() string { return c.base.String() }

// Is says whether a host, with its port, is the one that the client talks to.
func (c *Client) Is(host string) bool { return strings.EqualFold(host, c.base.Host) }

// A Request is one question to the server. Every request here may be repeated:
// all but one read, and setting a tag twice is setting it once.
type Request struct {
	Doing string // operation and object, how its errors begin: "read run 3f2a"
	Path  string // below the base
	Query url.Values
	Body  any    // not nil: POST, as JSON
	Put   []byte // not nil: PUT, a file's content
	File  bool   // the answer is a file: servers answer 500 for one that is absent
}

// Do asks until there is an answer, a final refusal, or no patience left, and
// hands the body of the answer to read. The body is capped; read may be called
// again for a second try unless it returns a final error.
func (c *Client) Do(ctx context.Context, req Request, read func(io.Reader) error) error {
	var waited time.Duration
	started := time.Now()
	for try := 1; ; try++ {
		err := c.attempt(ctx, req, read)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w", req.Doing, context.Cause(ctx))
		}
		var again *retryable
		if !errors.As(err, &again) {
			return fmt.Errorf("%s: %w", req.Doing, err)
		}
		pause := c.policy.wait(try+1, again.after)
		if try > min(c.policy.retries, again.most) || waited+pause > waitBudget || time.Since(started) > waitBudget {
			if try > 1 {
				return fmt.Errorf("%s: %w (asked %d times)", req.Doing, err, try)
			}
			return fmt.Errorf("%s: %w", req.Doing, err)
		}
		what, _, _ := strings.Cut(err.Error(), "; ") // the way out is for the last one
		c.notice("%s: %s; next try in %s", req.Doing, what, pause.Round(100*time.Millisecond))
		waited += pause
		if err := c.pause(ctx, pause); err != nil {
			return fmt.Errorf("%s: %w", req.Doing, err)
		}
	}
}

// attempt asks once. The whole of it, body included, has the policy's timeout,
// so that a server that sends a byte a second ends as well.
func (c *Client) attempt(ctx context.Context, req Request, read func(io.Reader) error) error {
	ctx, cancel := context.WithTimeout(ctx, c.policy.timeout)
	defer cancel()
	message, err := c.message(ctx, req)
	if err != nil {
		return err
	}
	response, err := c.http.Do(message)
	if err != nil {
		return c.unreachable(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return c.refusal(req, response)
	}
	if isHTML(response.Header) {
		return c.webPage(response)
	}
	body := &watched{from: response.Body}
	if err := read(body); err != nil {
		if body.failed != nil {
			return c.unreachable(body.failed)
		}
		return err
	}
	return nil
}

// Ask asks for a JSON answer and decodes it. An empty body and the words
// "200 OK" count as an empty object, as for MLflow's client.
// https://github.com/mlflow/mlflow/blob/master/mlflow/utils/rest_utils.py (verify_rest_response)
func (c *Client) Ask(ctx context.Context, req Request, answer any) error {
	return c.Do(ctx, req, func(body io.Reader) error {
		head := make([]byte, 64)
		n, err := io.ReadFull(body, head)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return err
		}
		if text := strings.TrimSpace(string(head[:n])); n < len(head) && (text == "" || text == "200 OK") {
			return nil
		}
		return c.Garbled(doc.DecodeJSON(io.MultiReader(bytes.NewReader(head[:n]), body), maxAnswer, answer))
	})
}

// watched remembers whether a body broke off, which may pass, as against
// having been read and not understood, which will not.
type watched struct {
	from   io.Reader
	failed error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	if err != nil && err != io.EOF {
		w.failed = err
	}
	return n, err
}
