package mlflow

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// A client talks HTTP to one tracking server and to no other host.
type client struct {
	base      *url.URL // scheme, host and path prefix; no credentials
	held      credentials
	workspace string
	agent     string
	http      *http.Client
	policy    policy
	pause     func(context.Context, time.Duration) error
	notice    func(format string, args ...any)
}

func newClient(cfg Config, at place) (*client, error) {
	held, err := readCredentials(cfg, at.url.User)
	if err != nil {
		return nil, err
	}
	patience, err := readPolicy(cfg)
	if err != nil {
		return nil, err
	}
	transport, err := newTransport(cfg)
	if err != nil {
		return nil, err
	}
	base := *at.url
	base.User = nil
	c := &client{
		base: &base, held: held, policy: patience, notice: cfg.notice,
		workspace: cfg.getenv("MLFLOW_WORKSPACE"),
		agent:     firstOf(cfg.UserAgent, "reproduce"),
		pause:     cfg.Sleep,
	}
	if c.pause == nil {
		c.pause = sleep
	}
	c.http = &http.Client{Transport: transport, CheckRedirect: c.checkRedirect}
	if base.Scheme == "http" && held.header != "" && !isLoopback(base.Hostname()) {
		c.notice("credentials go to %s unencrypted; use https:// if the server has it", c.where())
	}
	return c, nil
}

// where is the server's address as it may be printed: it has neither user nor
// query.
func (c *client) where() string { return c.base.String() }

// A request is one question to the server. Every request here may be repeated:
// all but one read, and setting a tag twice is setting it once.
type request struct {
	doing string // operation and object, how its errors begin: "read run 3f2a"
	path  string // below the base
	query url.Values
	body  any  // not nil: POST, as JSON
	file  bool // the answer is a file: servers answer 500 for one that is absent
}

// do asks until there is an answer, a final refusal, or no patience left, and
// hands the body of the answer to read. The body is capped; read may be called
// again for a second try unless it returns a final error.
func (c *client) do(ctx context.Context, req request, read func(io.Reader) error) error {
	var waited time.Duration
	started := time.Now()
	for try := 1; ; try++ {
		err := c.attempt(ctx, req, read)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w", req.doing, context.Cause(ctx))
		}
		var again *retryable
		if !errors.As(err, &again) {
			return fmt.Errorf("%s: %w", req.doing, err)
		}
		pause := c.policy.wait(try+1, again.after)
		if try > min(c.policy.retries, again.most) || waited+pause > waitBudget || time.Since(started) > waitBudget {
			if try > 1 {
				return fmt.Errorf("%s: %w (asked %d times)", req.doing, err, try)
			}
			return fmt.Errorf("%s: %w", req.doing, err)
		}
		what, _, _ := strings.Cut(err.Error(), "; ") // the way out is for the last one
		c.notice("%s: %s; next try in %s", req.doing, what, pause.Round(100*time.Millisecond))
		waited += pause
		if err := c.pause(ctx, pause); err != nil {
			return fmt.Errorf("%s: %w", req.doing, err)
		}
	}
}

// attempt asks once. The whole of it, body included, has the policy's timeout,
// so that a server that sends a byte a second ends as well.
func (c *client) attempt(ctx context.Context, req request, read func(io.Reader) error) error {
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

func (c *client) message(ctx context.Context, req request) (*http.Request, error) {
	target := *c.base
	target.Path += req.path
	if target.RawPath != "" {
		target.RawPath += req.path
	}
	// Werkzeug decodes both, but proxies in between have been seen to keep a plus.
	target.RawQuery = strings.ReplaceAll(req.query.Encode(), "+", "%20")
	method, body := http.MethodGet, io.Reader(nil)
	if req.body != nil {
		text, err := doc.EncodeJSON(req.body, "")
		if err != nil {
			return nil, err
		}
		method, body = http.MethodPost, bytes.NewReader(text)
	}
	message, err := http.NewRequestWithContext(ctx, method, target.String(), body)
	if err != nil {
		return nil, errors.New("make the request: " + scrub(err.Error(), c.held.secrets))
	}
	message.Header.Set("User-Agent", c.agent)
	if req.body != nil {
		message.Header.Set("Content-Type", "application/json")
	}
	if c.held.header != "" {
		message.Header.Set("Authorization", c.held.header)
	}
	if c.workspace != "" {
		message.Header.Set("X-MLFLOW-WORKSPACE", c.workspace)
	}
	return message, nil
}

// maxRedirects within the same server; more is a loop.
const maxRedirects = 5

// checkRedirect follows reads within the same server. Anything else would send
// credentials elsewhere, or turn a write into a read that looks like success.
func (c *client) checkRedirect(next *http.Request, via []*http.Request) error {
	same := next.URL.Scheme == c.base.Scheme && next.URL.Host == c.base.Host && next.URL.User == nil
	if c.policy.redirects && same && via[0].Method == http.MethodGet && len(via) <= maxRedirects {
		return nil
	}
	return &redirected{to: next.URL, loop: same && len(via) > maxRedirects}
}

// ask asks for a JSON answer and decodes it. An empty body and the words
// "200 OK" count as an empty object, as for MLflow's client.
// https://github.com/mlflow/mlflow/blob/master/mlflow/utils/rest_utils.py (verify_rest_response)
func (c *client) ask(ctx context.Context, req request, answer any) error {
	return c.do(ctx, req, func(body io.Reader) error {
		head := make([]byte, 64)
		n, err := io.ReadFull(body, head)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return err
		}
		if text := strings.TrimSpace(string(head[:n])); n < len(head) && (text == "" || text == "200 OK") {
			return nil
		}
		return c.garbled(doc.DecodeJSON(io.MultiReader(bytes.NewReader(head[:n]), body), maxBody, answer))
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
