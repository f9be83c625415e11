package rest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// retryable is a failure that may pass.
type retryable struct {
	error
	after time.Duration // as the server asked; 0 if it did not
	most  int           // retries that make sense
}

func (r *retryable) Unwrap() error { return r.error }

// A ServerError is a refusal in MLflow's own words.
type ServerError struct {
	Status  int
	Code    string // MLflow's error_code; "" where the answer was not MLflow's
	message string // scrubbed, one line
	markup  string // "XML" or "a web page", where the answer was no text and no JSON
}

func (e *ServerError) Error() string {
	switch {
	case e.Code != "" && e.message != "":
		return fmt.Sprintf("%s (%s, HTTP %d)", e.message, e.Code, e.Status)
	case e.message != "":
		return fmt.Sprintf("%s (HTTP %d)", e.message, e.Status)
	default:
		return fmt.Sprintf("HTTP %d without a message", e.Status)
	}
}

// What a server's answer can be about, whoever asked for what.
var (
	ErrNotFound   = errors.New("not found")
	ErrNoRegistry = errors.New("this server has no model registry")
	ErrLimit      = errors.New("limit reached")
)

// ErrNoEndpoint is in the chain where the server does not know the route, as
// against not having the thing that was asked for.
var ErrNoEndpoint = errors.New("the server does not have this part of MLflow's API")

// noRegistry is how stores without a registry say so, DagsHub's among them.
const noRegistry = "model registry features are not supported"

// hostCheck is how MLflow 3.5 and later refuse a Host header they do not know.
// https://mlflow.org/docs/latest/self-hosting/security/network/
const hostCheck = "invalid host header"

// refusal says what an answer other than 200 means and what to do about it.
func (c *Client) refusal(req Request, response *http.Response) error {
	status := response.StatusCode
	told := c.told(response)
	text := strings.ToLower(told.message)
	switch {
	case told.markup == "XML" && !passing(status):
		return c.markedUp(told)
	case strings.Contains(text, noRegistry):
		return fmt.Errorf("%w (%s)", ErrNoRegistry, c.Where())
	case status == http.StatusUnauthorized:
		return c.unauthorized()
	case status == http.StatusForbidden && strings.Contains(text, hostCheck):
		return repro.Doubtf(repro.TrackingServerUnreachable, "%s refuses requests to the host name %s: MLflow's protection against DNS rebinding; start the server with --allowed-hosts %s or set MLFLOW_SERVER_ALLOWED_HOSTS there", c.Where(), c.base.Host, c.base.Host)
	case status == http.StatusForbidden:
		return c.forbidden(told)
	case told.Code == "FEATURE_DISABLED":
		if c.workspace != "" {
			return fmt.Errorf("%s has no workspaces; unset MLFLOW_WORKSPACE: %w", c.Where(), told)
		}
		return told
	case told.Code == "RESOURCE_DOES_NOT_EXIST":
		return fmt.Errorf("%w on %s", ErrNotFound, c.Where())
	case status == http.StatusNotFound && (told.Code == "" || told.Code == "ENDPOINT_NOT_FOUND"):
		return fmt.Errorf("%w (%s)", ErrNoEndpoint, c.Where())
	case status == http.StatusServiceUnavailable && strings.Contains(text, "disabled due to the mlflow server running"):
		return told // --artifacts-only or --no-serve-artifacts: will not pass
	case req.File && status == http.StatusInternalServerError:
		return fmt.Errorf("%w, or not readable by the server: %w", ErrNotFound, told)
	case passing(status):
		return &retryable{
			error: repro.Doubtf(repro.TrackingServerUnreachable, "%s answered: %w", c.Where(), told),
			after: askedWait(response.Header), most: math.MaxInt,
		}
	case status >= 300 && status < 400:
		return c.redirect(&redirected{})
	case told.markup != "":
		return c.markedUp(told)
	}
	return told
}

// markedUp is a refusal that no MLflow server makes: an object store's, a web
// server's.
func (c *Client) markedUp(told *ServerError) error {
	return repro.Doubtf(repro.TrackingServerUnreachable, "%s answered with %s (HTTP %d): this is not an MLflow server; check the tracking URI, which cannot be the address of a bucket", c.Where(), told.markup, told.Status)
}

// passing says whether a status may be another one in a moment.
// https://github.com/mlflow/mlflow/blob/master/mlflow/utils/request_utils.py (_TRANSIENT_FAILURE_RESPONSE_CODES)
func passing(status int) bool {
	switch status {
	case 408, 429, 500, 502, 503, 504:
		return true
	}
	return false
}

// told reads the server's own words from an error answer: MLflow's JSON, or a
// short text. A web page says nothing worth repeating.
func (c *Client) told(response *http.Response) *ServerError {
	told := &ServerError{Status: response.StatusCode}
	const longest = 64 << 10
	body, _ := io.ReadAll(io.LimitReader(response.Body, longest)) // a message cut short is still one
	var answer struct {
		Code    string `json:"error_code"`
		Message string `json:"message"`
	}
	switch {
	case doc.DecodeJSON(bytes.NewReader(body), longest, &answer) == nil && answer.Code != "":
		told.Code = printable.OneLine(answer.Code, maxSaid)
		told.message = c.clean(answer.Message)
	case isHTML(response.Header), webPageStart.Match(body):
		told.markup = "a web page"
	case bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")):
		told.markup = "XML"
	default:
		told.message = c.clean(string(body))
	}
	return told
}

var webPageStart = regexp.MustCompile(`(?i)^\s*<(!doctype html|html)\b`)

func (c *Client) unauthorized() error {
	if c.held.who == "" {
		return repro.Doubtf(repro.NoPermission, "%s wants credentials (HTTP 401); set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN", c.Where())
	}
	return repro.Doubtf(repro.NoPermission, "%s does not accept %s (HTTP 401); check that it is right and has not expired", c.Where(), c.held.who)
}

func (c *Client) forbidden(told *ServerError) error {
	who := c.held.who
	if c.held.who == "" {
		who = "a request without credentials"
	}
	if told.message == "" {
		return repro.Doubtf(repro.NoPermission, "%s does not let %s read this (HTTP 403); on DagsHub this is also how another repository's run looks", c.Where(), who)
	}
	return repro.Doubtf(repro.NoPermission, "%s does not permit this to %s: %w", c.Where(), who, told)
}

// webPage is an answer for people where MLflow's would be JSON.
func (c *Client) webPage(response *http.Response) error {
	var path string
	if response.Request != nil && response.Request.URL.Path != "" {
		path = " at " + c.clean(response.Request.URL.Path)
	}
	hint := "a sign-in page, or an address that is not the tracking server's (a path prefix missing?)"
	if c.held.who == "" {
		hint += "; credentials go in MLFLOW_TRACKING_USERNAME and _PASSWORD, or MLFLOW_TRACKING_TOKEN"
	}
	return repro.Doubtf(repro.TrackingServerUnreachable, "%s answered with a web page%s: %s", c.Where(), path, hint)
}

// Garbled wraps what could not be understood in an answer.
func (c *Client) Garbled(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, doc.ErrTooLarge) {
		err = fmt.Errorf("%w: %w", ErrLimit, err)
	}
	return repro.Doubtf(repro.TrackingServerUnreachable, "%s did not answer as an MLflow server does: %w", c.Where(), err)
}

// A redirected is a redirect that was not followed.
type redirected struct {
	to   *url.URL
	loop bool
}

func (r *redirected) Error() string { return "redirected" }

func (c *Client) redirect(r *redirected) error {
	const reason = repro.TrackingServerUnreachable
	switch {
	case r.to == nil:
		return repro.Doubtf(reason, "%s redirects to nowhere; check the address", c.Where())
	case r.loop:
		return repro.Doubtf(reason, "%s redirects in a circle; check the address", c.Where())
	case r.to.Scheme == "https" && c.base.Scheme == "http" && r.to.Hostname() == c.base.Hostname():
		return repro.Doubtf(reason, "%s redirects to https; set the tracking URI to https://%s", c.Where(), r.to.Host+c.base.Path)
	case r.to.Host != c.base.Host:
		return repro.Doubtf(reason, "%s redirects to %s, often a sign-in page, and credentials are not sent to another host. Set the tracking URI to the server's final address, with credentials", c.Where(), printable.OneLine(r.to.Host, maxSaid))
	default:
		return repro.Doubtf(reason, "%s redirects, and this redirect is not followed; give the address it leads to", c.Where())
	}
}

func isHTML(header http.Header) bool {
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	return kind == "text/html" || kind == "application/xhtml+xml"
}

// Strange is an answer to another question than ours.
func (c *Client) Strange(doing, got string) error {
	return repro.Doubtf(repro.TrackingServerUnreachable, "%s: %s answered with %s; is there a cache or another program at this address?", doing, c.Where(), got)
}
