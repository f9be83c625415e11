package mlflow_test

import (
	"context"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCredentials: MLflow's own names, in MLflow's own order.
func TestCredentials(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	if err := os.MkdirAll(filepath.Join(home, ".mlflow"), 0o777); err != nil {
		t.Fatal(err)
	}
	file := "[other]\nmlflow_tracking_username = eve\n[mlflow]\n# who\nmlflow_tracking_username = ada\nMLFLOW_TRACKING_PASSWORD=from-file\n"
	if err := os.WriteFile(filepath.Join(home, ".mlflow", "credentials"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		user string // in the URI
		env  []string
		want func(*http.Request) bool
	}{
		{"none", "", nil, func(r *http.Request) bool { return r.Header.Get("Authorization") == "" }},
		{"user and password", "", []string{"MLFLOW_TRACKING_USERNAME", "ada", "MLFLOW_TRACKING_PASSWORD", "pässword:x"}, basic("ada", "pässword:x")},
		{"user alone is nothing", "", []string{"MLFLOW_TRACKING_USERNAME", "ada"}, func(r *http.Request) bool { return r.Header.Get("Authorization") == "" }},
		{"token", "", []string{"MLFLOW_TRACKING_TOKEN", "tok"}, bearer("tok")},
		{"password before token", "", []string{"MLFLOW_TRACKING_TOKEN", "tok", "MLFLOW_TRACKING_USERNAME", "ada", "MLFLOW_TRACKING_PASSWORD", "pw"}, basic("ada", "pw")},
		{"user without password, and a token", "", []string{"MLFLOW_TRACKING_TOKEN", "tok", "MLFLOW_TRACKING_USERNAME", "ada"}, bearer("tok")},
		{"file", "", []string{"HOME", home}, basic("ada", "from-file")},
		{"environment before file, key by key", "", []string{"HOME", home, "MLFLOW_TRACKING_PASSWORD", "mine"}, basic("ada", "mine")},
		{"URI", "ada:p%40ss@", nil, basic("ada", "p@ss")},
		{"URI before environment", "ada:uri@", []string{"MLFLOW_TRACKING_USERNAME", "eve", "MLFLOW_TRACKING_PASSWORD", "pw"}, basic("ada", "uri")},
		{"token as the URI's user", "tok@", nil, basic("tok", "")},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := mlflowtest.New(t)
			seen := false
			server.Fail("", 1, func(_ http.ResponseWriter, r *http.Request) { seen = test.want(r) })
			uri := strings.Replace(server.URL, "http://", "http://"+test.user, 1)
			registry := open(t, mlflow.Config{TrackingURI: uri, Getenv: env(test.env...)})
			_, _ = registry.Run(context.Background(), "RUN") // the answer is no run: it is the request that counts
			if !seen {
				t.Errorf("the request did not carry what it should")
			}
			if registry.URI != server.URL {
				t.Errorf("URI for print is %q; want %q", registry.URI, server.URL)
			}
		})
	}
}

func basic(user, password string) func(*http.Request) bool {
	return func(r *http.Request) bool {
		u, p, ok := r.BasicAuth()
		return ok && u == user && p == password
	}
}

func bearer(token string) func(*http.Request) bool {
	return func(r *http.Request) bool { return r.Header.Get("Authorization") == "Bearer "+token }
}

func TestWrongCredentials(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.User, server.Password = "ada", "right-password"
	id := server.AddRun(mlflowtest.Run{})
	registry, _ := connect(t, server, "MLFLOW_TRACKING_USERNAME", "ada", "MLFLOW_TRACKING_PASSWORD", "wrong-password")
	_, err := registry.Run(context.Background(), id)
	wantReason(t, err, repro.NoPermission)
	wantParts(t, err, "does not accept user ada", "HTTP 401")
	registry, _ = connect(t, server, "MLFLOW_TRACKING_USERNAME", "ada", "MLFLOW_TRACKING_PASSWORD", "right-password")
	if _, err = registry.Run(context.Background(), id); err != nil {
		t.Error(err)
	}
}

// TestBadSettings: a setting that cannot be followed is named, its value is not.
func TestBadSettings(t *testing.T) {
	t.Parallel()
	notPEM := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(notPEM, []byte("hello"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, pairs := range [][]string{
		{"MLFLOW_TRACKING_TOKEN", "hunter2\n"},
		{"MLFLOW_TRACKING_PASSWORD", "hunter2\x00"},
		{"MLFLOW_TRACKING_AWS_SIGV4", "true"},
		{"MLFLOW_TRACKING_AUTH", "kubernetes"},
		{"MLFLOW_HTTP_REQUEST_MAX_RETRIES", "-1"},
		{"MLFLOW_HTTP_REQUEST_MAX_RETRIES", "11"},
		{"MLFLOW_HTTP_REQUEST_TIMEOUT", "NaN"},
		{"MLFLOW_HTTP_REQUEST_TIMEOUT", "0"},
		{"MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", "x"},
		{"MLFLOW_TRACKING_SERVER_CERT_PATH", notPEM},
		{"MLFLOW_TRACKING_SERVER_CERT_PATH", notPEM + ".gone"},
		{"MLFLOW_TRACKING_CLIENT_CERT_PATH", notPEM},
		{"MLFLOW_TRACKING_INSECURE_TLS", "true", "MLFLOW_TRACKING_SERVER_CERT_PATH", notPEM},
	} {
		_, err := mlflow.Open(context.Background(), mlflow.Config{TrackingURI: "https://h", Getenv: env(pairs...)})
		wantParts(t, err, pairs[0])
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error repeats the secret: %v", err)
		}
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	double := mlflowtest.New(t)
	id := double.AddRun(mlflowtest.Run{})
	secure := httptest.NewTLSServer(double)
	t.Cleanup(secure.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
	if err := os.WriteFile(ca, text, 0o666); err != nil {
		t.Fatal(err)
	}
	for name, pairs := range map[string][]string{
		"own authority": {"MLFLOW_TRACKING_SERVER_CERT_PATH", ca},
		"unchecked":     {"MLFLOW_TRACKING_INSECURE_TLS", "true"},
	} {
		var told []string
		registry := open(t, mlflow.Config{TrackingURI: secure.URL, Getenv: env(pairs...), Notice: func(s string) { told = append(told, s) }})
		if _, err := registry.Run(context.Background(), id); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if unchecked := name == "unchecked"; unchecked != slices.ContainsFunc(told, func(s string) bool { return strings.Contains(s, "is not checked") }) {
			t.Errorf("%s: told %q", name, told)
		}
	}
	if http.DefaultTransport.(*http.Transport).TLSClientConfig != nil && http.DefaultTransport.(*http.Transport).TLSClientConfig.InsecureSkipVerify {
		t.Error("the setting leaked into the whole process")
	}
}

// TestPrefix: the path of the address is kept, as DagsHub needs it, and pages
// for people are below it.
func TestPrefix(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t).At("/ada/iris.mlflow")
	id := server.AddRun(mlflowtest.Run{})
	server.AddVersion("a b", mlflowtest.Version{RunID: id, Files: map[string]string{"MLmodel": "x: y\n"}})
	for _, tail := range []string{"", "/", "//"} {
		registry := open(t, mlflow.Config{TrackingURI: strings.Replace(server.URL, "http://", "http://ada:pw@", 1) + tail, Getenv: env()})
		version, run, err := mlflow.Resolve(context.Background(), registry, repro.ModelRef{Name: "a b"})
		if err != nil {
			t.Fatal(err)
		}
		if want := server.URL + "/#/experiments/1/runs/" + id; run.URL != want {
			t.Errorf("run's page is %s; want %s", run.URL, want)
		}
		if want := server.URL + "/#/models/a%20b/versions/1"; version.URL != want {
			t.Errorf("version's page is %s; want %s", version.URL, want)
		}
		if data, err := registry.ModelFile(context.Background(), version, "MLmodel"); err != nil || string(data) != "x: y\n" {
			t.Errorf("model's file: %q, %v", data, err)
		}
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	var got http.Header
	server.Fail("", 2, func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Clone() })
	registry := open(t, mlflow.Config{TrackingURI: server.URL, UserAgent: "reproduce/1.2", Getenv: env("MLFLOW_WORKSPACE", "team-a")})
	_, _ = registry.Run(context.Background(), "RUN") // the answer is no run: it is the request that counts
	if got.Get("User-Agent") != "reproduce/1.2" || got.Get("X-MLFLOW-WORKSPACE") != "team-a" || got.Get("Origin") != "" {
		t.Errorf("headers %v", got)
	}
	registry = open(t, mlflow.Config{TrackingURI: server.URL})
	_, _ = registry.Run(context.Background(), "RUN") // the answer is no run: it is the request that counts
	if _, sent := got["X-Mlflow-Workspace"]; sent {
		t.Error("a workspace was named though none is set: servers without workspaces refuse that")
	}
}

func TestUnencryptedCredentialsAreTold(t *testing.T) {
	t.Parallel()
	var told []string
	open(t, mlflow.Config{TrackingURI: "http://ada:pw@mlflow.example", Notice: func(s string) { told = append(told, s) }})
	if len(told) != 1 || !strings.Contains(told[0], "unencrypted") || strings.Contains(told[0], "pw@") {
		t.Errorf("told %q", told)
	}
	told = nil
	open(t, mlflow.Config{TrackingURI: "http://ada:pw@localhost", Notice: func(s string) { told = append(told, s) }})
	if len(told) != 0 {
		t.Errorf("told %q about the own machine", told)
	}
}

func TestSetVersionTag(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.AddVersion("churn", mlflowtest.Version{})
	registry, _ := connect(t, server)
	ctx := context.Background()
	server.Fail("model-versions/set-tag", 1, mlflowtest.Page(502))
	if err := registry.SetVersionTag(ctx, "churn", "1", "reproduce.verdict", "drifted"); err != nil {
		t.Fatal(err)
	}
	if got := server.VersionTags("churn", "1")["reproduce.verdict"]; got != "drifted" {
		t.Errorf("the tag is %q", got)
	}
	if err := registry.SetVersionTag(ctx, "churn", "9", "k", "v"); !errors.Is(err, mlflow.ErrNotFound) {
		t.Errorf("a version that is not there: %v", err)
	}
	tree := open(t, mlflow.Config{TrackingURI: fixtures + "mlruns"})
	if err := tree.SetVersionTag(ctx, "churn", "1", "k", "v"); !errors.Is(err, mlflow.ErrReadOnly) {
		t.Errorf("a local store: %v", err)
	}
}

// TestCopiedModel: MLflow 2 answers 500 for every file of a version where it keeps the
// artifacts itself. The run's artifacts have them, also of a version that is a copy.
func TestCopiedModel(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	id := server.AddRun(mlflowtest.Run{Files: map[string]string{"model/MLmodel": "x: y\n"}})
	server.AddVersion("churn", mlflowtest.Version{RunID: id})
	server.AddVersion("staging", mlflowtest.Version{RunID: id, Source: "models:/churn/1"})
	server.AddVersion("live", mlflowtest.Version{RunID: id, Source: "models:/staging/1"})
	server.AddVersion("round", mlflowtest.Version{Source: "models:/round/1"})
	server.AddVersion("lost", mlflowtest.Version{RunID: id, Source: "models:/gone/1"})
	refused := 0
	server.Fail("/model-versions/get-artifact", 100, func(w http.ResponseWriter, _ *http.Request) {
		refused++
		w.WriteHeader(http.StatusInternalServerError)
	})
	registry := open(t, mlflow.Config{TrackingURI: server.URL, Getenv: env()})
	for name, found := range map[string]bool{"churn": true, "staging": true, "live": true, "round": false, "lost": false} {
		version, err := registry.ModelVersion(t.Context(), name, "1")
		if err != nil {
			t.Fatal(err)
		}
		data, err := registry.ModelFile(t.Context(), version, "MLmodel")
		if got := err == nil && string(data) == "x: y\n"; got != found {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
	if refused != 5 {
		t.Errorf("%d files were refused, not 5", refused)
	}
}
