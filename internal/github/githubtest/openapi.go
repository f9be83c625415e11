package githubtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// An Edition is one of the products that speak the API.
type Edition string

const (
	GitHub     Edition = "api.github.com"
	Enterprise Edition = "ghes-3.19" // has no return_run_details, and 10 inputs at most
)

var loaded sync.Map // Edition -> func() (*openapi3.T, error)

// describe loads the description of an edition, once for all tests of a process.
func describe(edition Edition) (*openapi3.T, error) {
	load, _ := loaded.LoadOrStore(edition, sync.OnceValues(func() (*openapi3.T, error) {
		root, err := moduleRoot()
		if err != nil {
			return nil, err
		}
		return openapi3.NewLoader().LoadFromFile(filepath.Join(root, "testdata", "openapi", string(edition)+".json"))
	}))
	return load.(func() (*openapi3.T, error))()
}

// moduleRoot is the directory of go.mod, above the directory a test runs in.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if filepath.Dir(dir) == dir {
			return "", fmt.Errorf("no go.mod above the working directory")
		}
		dir = filepath.Dir(dir)
	}
}

// A call is one request that was found in the description.
type call struct {
	key    string // "GET /repos/{owner}/{repo}/git/ref/{ref}"
	params map[string]string
	body   []byte
	query  map[string][]string
	input  *openapi3filter.RequestValidationInput
}

// find matches a path against the description's. A last parameter takes the rest
// of the path, slashes included, as GitHub's refs and file paths do.
func find(spec *openapi3.T, r *http.Request, body []byte) (*call, error) {
	var best *call
	var bestItem *openapi3.PathItem
	for template, item := range spec.Paths.Map() {
		params, ok := match(template, r.URL.EscapedPath())
		if !ok || item.GetOperation(r.Method) == nil {
			continue
		}
		if best == nil || len(params) < len(best.params) || len(params) == len(best.params) && len(template) > len(best.key)-len(r.Method)-1 {
			best = &call{key: r.Method + " " + template, params: params, body: body, query: r.URL.Query()}
			bestItem = item
		}
	}
	if best == nil {
		return nil, fmt.Errorf("%s %s: not in the description", r.Method, r.URL.Path)
	}
	template := strings.TrimPrefix(best.key, r.Method+" ")
	validated := r.Clone(r.Context())
	validated.Body = io.NopCloser(bytes.NewReader(body))
	best.input = &openapi3filter.RequestValidationInput{
		Request: validated, PathParams: best.params, QueryParams: r.URL.Query(),
		Route: &routers.Route{
			Spec: spec, Server: spec.Servers[0], Path: template, PathItem: bestItem,
			Method: r.Method, Operation: bestItem.GetOperation(r.Method),
		},
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	return best, nil
}

// greedy are the parameters that may hold slashes.
var greedy = map[string]bool{"{ref}": true, "{path}": true, "{basehead}": true}

func match(template, path string) (map[string]string, bool) {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	params := map[string]string{}
	for i, part := range want {
		switch {
		case i >= len(got):
			return nil, false
		case greedy[part] && i == len(want)-1:
			params[strings.Trim(part, "{}")] = unescape(strings.Join(got[i:], "/"))
			return params, true
		case strings.HasPrefix(part, "{"):
			params[strings.Trim(part, "{}")] = unescape(got[i])
		case part != got[i]:
			return nil, false
		}
	}
	return params, len(want) == len(got)
}

// checkRequest holds a request against the description.
func (c *call) checkRequest() error {
	known := map[string]bool{}
	for _, parameters := range []openapi3.Parameters{c.input.Route.PathItem.Parameters, c.input.Route.Operation.Parameters} {
		for _, parameter := range parameters {
			if parameter.Value.In == "query" {
				known[parameter.Value.Name] = true
			}
		}
	}
	for name := range c.query {
		if !known[name] {
			return fmt.Errorf("%s: unknown query parameter %q", c.key, name)
		}
	}
	if c.input.Route.Operation.RequestBody == nil && len(bytes.TrimSpace(c.body)) > 0 && string(bytes.TrimSpace(c.body)) != "null" {
		return fmt.Errorf("%s: has no body, got %q", c.key, c.body)
	}
	if err := openapi3filter.ValidateRequest(context.Background(), c.input); err != nil {
		return fmt.Errorf("%s: %w", c.key, err)
	}
	return nil
}

// checkResponse holds an answer against the description. GitHub does not
// describe every error on every path: those need the shape of an error only.
func (c *call) checkResponse(status int, header http.Header, body []byte) error {
	if status >= 400 && c.input.Route.Operation.Responses.Status(status) == nil {
		return nil
	}
	if header.Get("Content-Type") == "application/vnd.github.sha" || status == http.StatusNotModified {
		return nil // GitHub describes neither
	}
	err := openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: c.input, Status: status, Header: header,
		Body: io.NopCloser(bytes.NewReader(body)), Options: c.input.Options,
	})
	if err != nil {
		return fmt.Errorf("answer %d to %s: %w", status, c.key, err)
	}
	return nil
}
