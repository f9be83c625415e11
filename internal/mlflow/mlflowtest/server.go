// Package mlflowtest is a tracking server in memory. It answers in the shapes
// that real servers were seen to answer in, and on demand with their faults.
//
// It is imported by tests only, knows nothing of the client it tests, and
// refuses what a real server would: a request it has no answer for fails the
// test. What it answers was compared with MLflow 3.17.
package mlflowtest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// A Server is a tracking server with a model registry. Set its fields before
// the first request; the methods may be called at any time.
type Server struct {
	URL string // of the server, without a final slash; Prefix included

	Prefix         string // path below which everything is, like DagsHub's /owner/repo.mlflow
	User, Password string // Basic authentication, where both are set
	Token          string // Bearer authentication, where set
	Host           string // the only Host header that is accepted, where set

	NoAliases      bool       // models and versions come without their aliases; asked for one, it is told
	NoRegistry     bool       // HTML 404 for everything of the registry
	DagsHub        bool       // the registry's refusal in DagsHub's words
	NoLoggedModels bool       // a server before 3.0
	NoRunIDIn      bool       // runs/search does not take run_id IN (…)
	HistoryBug     bool       // get-history without max_results is empty and never ends: MLflow 3.1.1 to 3.13
	HistoryWhole   bool       // get-history knows no pages: MLflow before 3.1.1
	IntsAsText     bool       // 64-bit integers as texts, as protobuf's JSON has them
	Infinities     bool       // infinities as texts, as servers on a file store have them
	RepeatToken    bool       // every page leads to a next one, always the same
	PageSize       int        // the most entries on a page, whatever was asked for; 0 is no limit
	Databricks     *Workspace // a Databricks workspace, where set

	ArtifactsOnly bool // mlflow server --artifacts-only: 503 in words for everything else

	t      testing.TB
	server *httptest.Server

	mu       sync.Mutex
	state    state
	requests []string
	faults   []*armed
}

// New starts a server that ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{t: t, state: newState()}
	s.server = httptest.NewServer(s)
	s.URL = s.server.URL
	t.Cleanup(s.server.Close)
	return s
}

// At moves the server below a path prefix, and returns it.
func (s *Server) At(prefix string) *Server {
	s.Prefix = prefix
	s.URL = s.server.URL + prefix
	return s
}

// Close stops the server early: whoever asks then finds nobody there.
func (s *Server) Close() { s.server.Close() }

// Requests lists what was asked: method, path below the API and query, as
// "GET runs/get?run_id=…". The list starts anew with each call.
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	requests := s.requests
	s.requests = nil
	return requests
}

const apiPath = "/api/2.0/mlflow/"

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, below := strings.CutPrefix(r.URL.Path, s.Prefix)
	if !below {
		page(w, http.StatusNotFound)
		return
	}
	name := strings.TrimPrefix(path, apiPath)
	s.mu.Lock()
	asked := r.Method + " " + name
	if r.URL.RawQuery != "" {
		asked += "?" + r.URL.RawQuery
	}
	s.requests = append(s.requests, asked)
	fault := s.nextFault(name)
	s.mu.Unlock()
	if fault != nil {
		fault(w, r)
		return
	}
	if s.Host != "" && r.Host != s.Host {
		text(w, http.StatusForbidden, "Invalid Host header - possible DNS rebinding attack detected")
		return
	}
	if s.Databricks != nil && s.databricks(w, r, name) || !s.authorized(w, r) {
		return
	}
	if s.ArtifactsOnly {
		text(w, http.StatusServiceUnavailable, "Endpoint: "+path+" disabled due to the mlflow server running in `--artifacts-only` mode. To enable tracking server functionality, run `mlflow server` without `--artifacts-only`")
		return
	}
	s.route(w, r, name)
}

func (s *Server) authorized(w http.ResponseWriter, r *http.Request) bool {
	user, password, basic := r.BasicAuth()
	switch {
	case s.User != "" && (!basic || user != s.User || password != s.Password),
		s.Token != "" && r.Header.Get("Authorization") != "Bearer "+s.Token:
		w.Header().Set("WWW-Authenticate", `Basic realm="mlflow"`)
		text(w, http.StatusUnauthorized, "You are not authenticated. Please see https://www.mlflow.org/docs/latest/auth/index.html#authenticating-to-mlflow on how to authenticate.")
		return false
	}
	return true
}

// route finds the handler. Methods count: a real server answers 405 to others.
func (s *Server) route(w http.ResponseWriter, r *http.Request, name string) {
	registry := strings.HasPrefix(name, "registered-models/") || strings.HasPrefix(name, "model-versions/") || strings.HasPrefix(name, "/model-versions/")
	switch {
	case registry && s.DagsHub:
		fail(w, http.StatusNotFound, "ENDPOINT_NOT_FOUND", "Model Registry features are not supported by the store with URI: 'https://dagshub.com'. Stores with the following URI schemes are supported: ['databricks', 'http', 'https'].")
		return
	case registry && s.NoRegistry:
		page(w, http.StatusNotFound)
		return
	}
	id, logged := strings.CutPrefix(name, "logged-models/")
	const ofLogged = "/ajax-api/2.0/mlflow/logged-models/"
	file := strings.TrimSuffix(strings.TrimPrefix(name, ofLogged), "/artifacts/files")
	handlers := map[string]func(http.ResponseWriter, *http.Request){
		"GET registered-models/get":                   s.getModel,
		"GET registered-models/search":                s.searchModels,
		"GET registered-models/alias":                 s.getAlias,
		"GET model-versions/get":                      s.getVersion,
		"GET model-versions/search":                   s.searchVersions,
		"POST model-versions/set-tag":                 s.setVersionTag,
		"GET /model-versions/get-artifact":            s.versionArtifact,
		"GET /get-artifact":                           s.runArtifact,
		"GET runs/get":                                s.getRun,
		"POST runs/search":                            s.searchRuns,
		"GET metrics/get-history":                     s.getHistory,
		"GET experiments/search":                      s.searchExperiments,
		"POST experiments/search":                     s.searchExperimentsByPost,
		"POST experiments/create":                     s.createExperiment,
		"POST runs/log-parameter":                     s.logParam,
		"POST runs/log-metric":                        s.logMetric,
		"POST runs/create":                            s.createRun,
		"POST runs/update":                            s.updateRun,
		"POST runs/log-batch":                         s.logBatch,
		"POST runs/set-tag":                           s.setRunTag,
		"POST registered-models/create":               s.createModel,
		"POST model-versions/create":                  s.createVersion,
		"POST registered-models/alias":                s.setAlias,
		"GET /health":                                 func(w http.ResponseWriter, _ *http.Request) { text(w, http.StatusOK, "OK") },
		"GET /version":                                func(w http.ResponseWriter, _ *http.Request) { text(w, http.StatusOK, "3.17.2") },
		"POST logged-models/search":                   s.searchLoggedModels,
		"GET " + ofLogged + file + "/artifacts/files": func(w http.ResponseWriter, r *http.Request) { s.loggedArtifact(w, r, file) },
		"GET artifacts/list":                          s.listRunArtifacts,
		"GET logged-models/" + id:                     func(w http.ResponseWriter, _ *http.Request) { s.getLoggedModel(w, id) },
	}
	if of, listing := strings.CutSuffix(id, "/artifacts/directories"); logged && listing {
		handlers["GET "+name] = func(w http.ResponseWriter, r *http.Request) { s.listLoggedModel(w, r, of) }
	}
	if to, put := strings.CutPrefix(name, "/api/2.0/mlflow-artifacts/artifacts/"); put {
		handlers["PUT "+name] = func(w http.ResponseWriter, r *http.Request) { s.putArtifact(w, r, to) }
	}
	handler, ok := handlers[r.Method+" "+name]
	if !ok {
		s.t.Errorf("mlflowtest: no answer for %s %s", r.Method, r.URL)
		page(w, http.StatusNotFound)
		return
	}
	if logged && s.NoLoggedModels {
		page(w, http.StatusNotFound)
		return
	}
	if kind := r.Header.Get("Content-Type"); r.Method == http.MethodPost && kind != "application/json" {
		fail(w, http.StatusBadRequest, "INVALID_PARAMETER_VALUE", "Bad Request. Content-Type must be one of ['application/json'].")
		return
	}
	handler(w, r)
}

// body decodes a request, and answers 400 where it cannot.
func body(w http.ResponseWriter, r *http.Request, into any) bool {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		fail(w, http.StatusBadRequest, "BAD_REQUEST", err.Error())
		return false
	}
	return true
}

// answer writes JSON as MLflow does: indented by two, without empty fields.
func (s *Server) answer(w http.ResponseWriter, fields map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	text, err := json.MarshalIndent(fields, "", "  ")
	if err != nil {
		s.t.Errorf("mlflowtest: %v", err)
	}
	w.Write(text)
}

// fail writes an error of MLflow's.
func fail(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	answer := map[string]string{"error_code": code, "message": message, "sqlstate": "KAM00", "error_class": code}
	_ = json.NewEncoder(w).Encode(answer) // a client that left is no fault
}

func missing(w http.ResponseWriter, message string) {
	fail(w, http.StatusNotFound, "RESOURCE_DOES_NOT_EXIST", message)
}

func invalid(w http.ResponseWriter, message string) {
	fail(w, http.StatusBadRequest, "INVALID_PARAMETER_VALUE", message)
}

func text(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	w.Write([]byte(message))
}

// page writes a web page, as Flask does for what it does not know.
func page(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write([]byte("<!doctype html>\n<html lang=en>\n<title>" + http.StatusText(status) + "</title>\n<h1>" + http.StatusText(status) + "</h1>\n"))
}
