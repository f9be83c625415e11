package mlflow_test

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestFaults: every way in which a server was seen to fail gives an error that
// names the likely cause and the way out, and waits only where waiting helps.
func TestFaults(t *testing.T) {
	t.Parallel()
	const away = repro.TrackingServerUnreachable
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("another host was asked: %s with %v", r.URL, r.Header)
	}))
	t.Cleanup(elsewhere.Close)
	for _, test := range []struct {
		name   string
		fault  mlflowtest.Fault
		reason repro.Reason
		waits  int
		parts  []string
	}{
		{"sign-in page", mlflowtest.Page(200), away, 0, []string{"answered with a web page at /api/2.0/mlflow/runs/get", "sign-in page", "MLFLOW_TRACKING_USERNAME"}},
		{"proxy's error page", mlflowtest.Page(502), away, 5, []string{"HTTP 502", "asked 6 times"}},
		{"server error page", mlflowtest.Page(500), away, 5, []string{"HTTP 500"}},
		{"wrong address", mlflowtest.Page(404), "", 0, []string{"does not have this part of MLflow's API"}},
		{"a bucket", mlflowtest.Text(400, `<?xml version="1.0"?><Error><Code>InvalidRequest</Code><Message>no</Message></Error>`), away, 0, []string{"answered with XML (HTTP 400)", "not an MLflow server"}},
		{"a bucket that is shut", mlflowtest.Text(403, `<Error><Code>AccessDenied</Code></Error>`), away, 0, []string{"answered with XML (HTTP 403)", "not an MLflow server"}},
		{"a bucket without it", mlflowtest.Text(404, "\n<Error><Code>NoSuchKey</Code></Error>"), away, 0, []string{"answered with XML (HTTP 404)", "not an MLflow server"}},
		{"another web server", mlflowtest.Page(400), away, 0, []string{"answered with a web page (HTTP 400)", "check the tracking URI"}},
		{"another that calls it text", mlflowtest.Text(405, "<!DOCTYPE HTML><p>no"), away, 0, []string{"answered with a web page (HTTP 405)"}},
		{"busy", mlflowtest.Text(429, "slow down"), away, 5, []string{"slow down", "HTTP 429"}},
		{"401", mlflowtest.Text(401, "You are not authenticated."), repro.NoPermission, 0, []string{"wants credentials", "MLFLOW_TRACKING_TOKEN"}},
		{"403", mlflowtest.Text(403, "Permission denied"), repro.NoPermission, 0, []string{"Permission denied", "without credentials"}},
		{"403 without words", mlflowtest.Text(403, ""), repro.NoPermission, 0, []string{"HTTP 403", "DagsHub"}},
		{"host check", mlflowtest.Text(403, "Invalid Host header - possible DNS rebinding attack detected"), away, 0, []string{"--allowed-hosts 127.0.0.1", "MLFLOW_SERVER_ALLOWED_HOSTS"}},
		{"artifacts only", mlflowtest.Text(503, "Endpoint: /api disabled due to the mlflow server running in `--artifacts-only` mode."), "", 0, []string{"--artifacts-only"}},
		{"workspaces", mlflowtest.Error(500, "FEATURE_DISABLED", "Workspaces are not enabled"), "", 0, []string{"Workspaces are not enabled"}},
		{"refused", mlflowtest.Error(400, "INVALID_PARAMETER_VALUE", "Invalid run id"), "", 0, []string{"Invalid run id", "INVALID_PARAMETER_VALUE"}},
		{"nothing", mlflowtest.Text(200, ""), away, 0, []string{`answered with run ""`}},
		{"200 OK", mlflowtest.Text(200, "200 OK"), away, 0, []string{`answered with run ""`}},
		{"null", mlflowtest.JSON("null"), away, 0, []string{`answered with run ""`}},
		{"another run", mlflowtest.JSON(`{"run":{"info":{"run_id":"b"}}}`), away, 0, []string{`answered with run "b"`}},
		{"no JSON", mlflowtest.JSON("Internal Server Error"), away, 0, []string{"did not answer as an MLflow server does"}},
		{"half of it", mlflowtest.JSON(`{"run":{"info":{"run_id":"`), away, 0, []string{"did not answer as an MLflow server does"}},
		{"more than it", mlflowtest.JSON(`{"run":{}} {}`), away, 0, []string{"did not answer as an MLflow server does"}},
		{"a name twice", mlflowtest.JSON(`{"run":{"data":{},"data":{}}}`), away, 0, []string{"duplicate"}},
		{"cut off", mlflowtest.Cut(`{"run":{"info":`), away, 5, []string{"broke off its answer"}},
		{"reset", mlflowtest.Reset(), away, 5, []string{"broke off its answer"}},
		{"no value", mlflowtest.JSON(`{"run":{"info":{"run_id":"RUN"},"data":{"metrics":[{"key":"f1"}]}}}`), away, 0, []string{`metric "f1"`, "no value"}},
		{"null value", mlflowtest.JSON(`{"run":{"info":{"run_id":"RUN"},"data":{"metrics":[{"key":"f1","value":null}]}}}`), away, 0, []string{`metric "f1"`, "no value"}},
		{"too large a value", mlflowtest.JSON(`{"run":{"info":{"run_id":"RUN"},"data":{"metrics":[{"key":"f1","value":1e400}]}}}`), away, 0, []string{"range"}},
		{"a metric twice", mlflowtest.JSON(`{"run":{"info":{"run_id":"RUN"},"data":{"metrics":[{"key":"f1","value":1},{"key":"f1","value":2}]}}}`), away, 0, []string{`metric "f1"`, "twice"}},
		{"a param of two minds", mlflowtest.JSON(`{"run":{"info":{"run_id":"RUN"},"data":{"params":[{"key":"lr","value":"1"},{"key":"lr","value":"2"}]}}}`), away, 0, []string{`param "lr"`, "two values"}},
		{"to https", mlflowtest.Redirect(301, "https://127.0.0.1/x"), away, 0, []string{"redirects to https", "set the tracking URI to https://127.0.0.1"}},
		{"to another host", mlflowtest.Redirect(302, elsewhere.URL+"/login?token=hunter2"), away, 0, []string{"redirects to 127.0.0.1", "sign-in page"}},
		{"with a user", mlflowtest.Redirect(302, "http://u:p@127.0.0.1/"), away, 0, []string{"redirects"}},
		{"to nowhere", mlflowtest.Redirect(302, ""), away, 0, []string{"redirects to nowhere"}},
		{"in a circle", mlflowtest.Redirect(302, "/api/2.0/mlflow/runs/get"), away, 0, []string{"redirects in a circle"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := mlflowtest.New(t)
			server.Fail("", 99, test.fault)
			registry, ticks := connect(t, server)
			_, err := registry.Run(context.Background(), "RUN")
			wantParts(t, err, append(test.parts, "read run RUN: ")...)
			wantReason(t, err, test.reason)
			if len(ticks.waits) != test.waits {
				t.Errorf("waited %d times %v; want %d", len(ticks.waits), ticks.waits, test.waits)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error repeats a secret of the answer: %v", err)
			}
		})
	}
}

// TestPassingFaults: what passes is waited for, longer each time.
func TestPassingFaults(t *testing.T) {
	t.Parallel()
	const s = time.Second
	for _, test := range []struct {
		name  string
		fault mlflowtest.Fault
		times int
		env   []string
		waits []time.Duration
	}{
		{"502 thrice", mlflowtest.Page(502), 3, nil, []time.Duration{1 * s, 2 * s, 4 * s}},
		{"reset once", mlflowtest.Reset(), 1, nil, []time.Duration{1 * s}},
		{"cut once", mlflowtest.Cut(`{"run":`), 1, nil, []time.Duration{1 * s}},
		{"Retry-After", mlflowtest.Busy(429, "7"), 1, nil, []time.Duration{7 * s}},
		{"Retry-After of a year", mlflowtest.Busy(503, "31536000"), 1, nil, []time.Duration{60 * s}},
		{"Retry-After in the past", mlflowtest.Busy(503, "-5"), 1, nil, []time.Duration{1 * s}},
		{"Retry-After as nonsense", mlflowtest.Busy(503, "soon"), 1, nil, []time.Duration{1 * s}},
		{"Retry-After not respected", mlflowtest.Busy(503, "7"), 1, []string{"MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER", "false"}, []time.Duration{1 * s}},
		{"own factor", mlflowtest.Page(500), 2, []string{"MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", "3"}, []time.Duration{3 * s, 6 * s}},
		{"own retries", mlflowtest.Page(500), 7, []string{"MLFLOW_HTTP_REQUEST_MAX_RETRIES", "7"}, []time.Duration{1 * s, 2 * s, 4 * s, 8 * s, 16 * s, 32 * s, 60 * s}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := mlflowtest.New(t)
			id := server.AddRun(mlflowtest.Run{})
			server.Fail("runs/get", test.times, test.fault)
			registry, ticks := connect(t, server, test.env...)
			if _, err := registry.Run(context.Background(), id); err != nil {
				t.Fatal(err)
			}
			if len(ticks.waits) != len(test.waits) {
				t.Fatalf("waited %v; want %v", ticks.waits, test.waits)
			}
			for i, wait := range ticks.waits {
				if wait != test.waits[i] {
					t.Errorf("waited %v; want %v", ticks.waits, test.waits)
				}
			}
		})
	}
}

// TestWaitsAreBounded: however long a server asks to wait, there is an end.
func TestWaitsAreBounded(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.Fail("", 99, mlflowtest.Busy(503, "3600"))
	registry, ticks := connect(t, server, "MLFLOW_HTTP_REQUEST_MAX_RETRIES", "10")
	_, err := registry.Run(context.Background(), "RUN")
	wantReason(t, err, repro.TrackingServerUnreachable)
	var sum time.Duration
	for _, wait := range ticks.waits {
		sum += wait
	}
	if sum > 4*time.Minute || sum == 0 {
		t.Errorf("waited %v in all; want some, at most 4 minutes", sum)
	}
}

func TestSlowServer(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]mlflowtest.Fault{"silent": mlflowtest.Silent(), "dripping": mlflowtest.Drip(`{"run":`)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := mlflowtest.New(t)
			server.Fail("", 99, fault)
			registry, ticks := connect(t, server, "MLFLOW_HTTP_REQUEST_TIMEOUT", "1")
			_, err := registry.Run(context.Background(), "RUN")
			wantReason(t, err, repro.TrackingServerUnreachable)
			wantParts(t, err, "did not answer within 1s", "MLFLOW_HTTP_REQUEST_TIMEOUT")
			if len(ticks.waits) != 1 {
				t.Errorf("tried again %d times; a slow server is asked twice", len(ticks.waits))
			}
		})
	}
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.Close()
	registry, ticks := connect(t, server)
	_, err := registry.Run(context.Background(), "RUN")
	wantReason(t, err, repro.TrackingServerUnreachable)
	wantParts(t, err, "nothing listens at "+server.URL, "connection refused", "inside a container")
	if len(ticks.waits) != 2 {
		t.Errorf("waited %v; want two short waits", ticks.waits)
	}

	registry = open(t, mlflow.Config{TrackingURI: "http://no-such-host.invalid:5000", Getenv: env(), Sleep: (&clock{}).sleep})
	_, err = registry.Run(context.Background(), "RUN")
	wantReason(t, err, repro.TrackingServerUnreachable)
	wantParts(t, err, "no-such-host.invalid")
}

// TestWrongScheme: http where https is spoken, and the other way round.
func TestWrongScheme(t *testing.T) {
	t.Parallel()
	plain := mlflowtest.New(t)
	registry := open(t, mlflow.Config{TrackingURI: strings.Replace(plain.URL, "http:", "https:", 1), Getenv: env(), Sleep: (&clock{}).sleep})
	_, err := registry.Run(context.Background(), "RUN")
	wantReason(t, err, repro.TrackingServerUnreachable)
	wantParts(t, err, "speaks http, not https")

	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // it logs the handshake that is refused here
	secure.StartTLS()
	t.Cleanup(secure.Close)
	registry = open(t, mlflow.Config{TrackingURI: secure.URL, Getenv: env(), Sleep: (&clock{}).sleep})
	_, err = registry.Run(context.Background(), "RUN")
	wantReason(t, err, repro.TrackingServerUnreachable)
	wantParts(t, err, "certificate is not trusted", "MLFLOW_TRACKING_SERVER_CERT_PATH")
}

func TestInterrupted(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	server.Fail("", 99, mlflowtest.Silent())
	registry, ticks := connect(t, server)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := registry.Run(ctx, "RUN")
	wantParts(t, err, "read run RUN", "context canceled")
	wantReason(t, err, "")
	if len(ticks.waits) != 0 {
		t.Errorf("waited %v after the end", ticks.waits)
	}
}
