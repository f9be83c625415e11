package mlflow_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestSecretsStayInside greps everything that comes out for what went in.
func TestSecretsStayInside(t *testing.T) {
	t.Parallel()
	const canary = "canary-7f3a91c2e5d8b604"
	server := mlflowtest.New(t) // stands for the address; each case has one of its own
	echo := func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		w.Write([]byte("you sent " + r.Header.Get("Authorization") + " and http://u:" + canary + "@h/?sig=" + canary))
	}
	gone := httptest.NewServer(nil)
	gone.Close()
	with := func(base, user string) string {
		parsed, _ := url.Parse(base)
		return parsed.Scheme + "://" + user + "@" + parsed.Host
	}
	for _, test := range []struct {
		name, uri string
		fault     mlflowtest.Fault
		env       []string
	}{
		{"password in the URI, echoed", with(server.URL, "ada:"+canary), echo, nil},
		{"token as user, echoed", with(server.URL, canary), echo, nil},
		{"password in the environment, echoed", server.URL, echo, []string{"MLFLOW_TRACKING_USERNAME", "ada", "MLFLOW_TRACKING_PASSWORD", canary}},
		{"token in the environment, echoed", server.URL, echo, []string{"MLFLOW_TRACKING_TOKEN", canary}},
		{"401", with(server.URL, canary), mlflowtest.Text(401, canary), nil},
		{"redirect", with(server.URL, "ada:"+canary), mlflowtest.Redirect(302, "http://h.invalid/?token="+canary), nil},
		{"nobody there", with(gone.URL, canary), nil, nil},
		{"busy", with(server.URL, "ada:"+canary), mlflowtest.Text(503, "x "+canary), nil},
	} {
		var out strings.Builder
		own := mlflowtest.New(t)
		own.Fail("", 9, test.fault)
		uri := strings.Replace(test.uri, strings.TrimPrefix(server.URL, "http://"), strings.TrimPrefix(own.URL, "http://"), 1)
		registry := open(t, mlflow.Config{TrackingURI: uri, Getenv: env(append(test.env, "MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")...),
			Sleep: (&clock{}).sleep, Notice: func(text string) { out.WriteString(text) }})
		_, err := registry.Run(context.Background(), "RUN")
		if err == nil {
			t.Errorf("%s: no error", test.name)
			continue
		}
		out.WriteString(err.Error() + registry.URI)
		if strings.Contains(out.String(), canary) {
			t.Errorf("%s: a secret came out: %s", test.name, out.String())
		}
		if !strings.Contains(strings.Join(registry.Secrets(), " "), canary) {
			t.Errorf("%s: Secrets() %q lacks what was read", test.name, registry.Secrets())
		}
	}
}

// TestCredentialsStayHome: credentials go to the configured host and port only.
func TestCredentialsStayHome(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	other := &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("credentials or not, nothing was to be asked elsewhere: %v", r.Header)
	})}
	go func() { _ = other.Serve(listener) }() // it ends when it is closed
	t.Cleanup(func() { other.Close() })
	server := mlflowtest.New(t)
	for _, status := range []int{301, 302, 303, 307, 308} {
		server.Fail("", 2, mlflowtest.Redirect(status, "http://"+listener.Addr().String()+"/api"))
		registry, _ := connect(t, server, "MLFLOW_TRACKING_TOKEN", "hunter2-token")
		_, err := registry.Run(context.Background(), "RUN")
		wantParts(t, err, "credentials are not sent to another host")
		err = registry.SetVersionTag(context.Background(), "churn", "1", "k", "v")
		wantParts(t, err, "credentials are not sent to another host")
	}
}

// TestRedirectWithin: a read may be sent on within the server, a write not, as
// it would become a read that looks like success.
func TestRedirectWithin(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t)
	id := server.AddRun(mlflowtest.Run{})
	server.AddVersion("churn", mlflowtest.Version{RunID: id})
	registry, _ := connect(t, server)
	server.Fail("runs/get", 1, mlflowtest.Redirect(302, "/api/2.0/mlflow/runs/get?run_id="+id))
	if run, err := registry.Run(context.Background(), id); err != nil || run.ID != id {
		t.Errorf("read: %+v, %v", run, err)
	}
	server.Fail("model-versions/set-tag", 1, mlflowtest.Redirect(302, "/api/2.0/mlflow/experiments/search"))
	err := registry.SetVersionTag(context.Background(), "churn", "1", "k", "v")
	wantReason(t, err, repro.TrackingServerUnreachable)

	registry, _ = connect(t, server, "MLFLOW_ALLOW_HTTP_REDIRECTS", "false")
	server.Fail("runs/get", 1, mlflowtest.Redirect(302, "/api/2.0/mlflow/runs/get?run_id="+id))
	if _, err := registry.Run(context.Background(), id); err == nil {
		t.Error("a redirect was followed although MLFLOW_ALLOW_HTTP_REDIRECTS=false")
	}
}

// TestUserNameIsNoSecret: to redact a name would spoil the addresses it is in.
func TestUserNameIsNoSecret(t *testing.T) {
	t.Parallel()
	server := mlflowtest.New(t).At("/lovelace/iris.mlflow")
	id := server.AddRun(mlflowtest.Run{})
	registry := open(t, mlflow.Config{TrackingURI: strings.Replace(server.URL, "http://", "http://lovelace@", 1), Getenv: env()})
	run, err := registry.Run(context.Background(), id)
	if err != nil || !strings.HasPrefix(run.URL, server.URL+"/#/") {
		t.Errorf("the run's page is %s, %v", run.URL, err)
	}
	for _, secret := range registry.Secrets() {
		if strings.Contains("lovelace", secret) {
			t.Errorf("%q counts as a secret", secret)
		}
	}
}
