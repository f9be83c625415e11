package mlflow_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDatabricks_credentials: the SDK's names, from the environment and from a profile.
func TestDatabricks_credentials(t *testing.T) {
	t.Parallel()
	server := workspace(t)
	id := server.AddRun(mlflowtest.Run{})
	home := t.TempDir()
	file := strings.ReplaceAll(`; of the CLI
[DEFAULT]
host = HOST
token = dapi-canary-5d8b604c2e91
[oauth]
host: HOST/
client_id: ada
client_secret: dose-canary-91a7c3
[host only]
HOST = HOST/?o=77#page
[old]
host = https://old.invalid
token = dapi-canary-of-another
[cli]
host = HOST
auth_type = databricks-cli
`, "= HOST", "= "+server.URL)
	file = strings.ReplaceAll(file, ": HOST", ": "+server.URL)
	if err := os.WriteFile(filepath.Join(home, ".databrickscfg"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "cfg")
	if err := os.WriteFile(elsewhere, []byte("[__settings__]\ndefault_profile = work\n[work]\nhost="+server.URL+"\ntoken=dapi-canary-5d8b604c2e91\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const token, other = "dapi-canary-5d8b604c2e91", "dapi-canary-of-another"
	for _, test := range []struct {
		name, uri, refused string
		env                []string
	}{
		{"the environment", "databricks", "", []string{"DATABRICKS_HOST", server.URL, "DATABRICKS_TOKEN", token}},
		{"a client", "databricks", "", []string{"DATABRICKS_HOST", server.URL, "DATABRICKS_CLIENT_ID", "ada", "DATABRICKS_CLIENT_SECRET", "dose-canary-91a7c3"}},
		{"the default profile", "databricks", "", nil},
		{"the profile of the address", "databricks://oauth", "", nil},
		{"the profile of the environment", "databricks", "", []string{"DATABRICKS_CONFIG_PROFILE", "oauth"}},
		{"the address before the environment", "databricks://oauth", "", []string{"DATABRICKS_CONFIG_PROFILE", "old"}},
		{"a file and its default", "databricks", "", []string{"DATABRICKS_CONFIG_FILE", elsewhere}},
		{"both, which agree", "databricks://DEFAULT", "", []string{"DATABRICKS_HOST", server.URL + "/", "DATABRICKS_TOKEN", token}},
		{"the host of one and the token of the other", "databricks://host only", "", []string{"DATABRICKS_TOKEN", token}},
		{"two ways, one named", "databricks", "", []string{"DATABRICKS_HOST", server.URL, "DATABRICKS_TOKEN", token, "DATABRICKS_CLIENT_ID", "eve", "DATABRICKS_CLIENT_SECRET", "x", "DATABRICKS_AUTH_TYPE", "pat"}},

		{"two ways", "databricks://oauth", "both a token and an OAuth client", []string{"DATABRICKS_TOKEN", token}},
		{"a token of another workspace", "databricks://old", "DATABRICKS_TOKEN and the profile \"old\" are not the same", []string{"DATABRICKS_TOKEN", token}},
		{"another workspace", "databricks://old", "DATABRICKS_HOST and the profile", []string{"DATABRICKS_HOST", server.URL}},
		{"no such profile", "databricks://gone", `no profile "gone" in ~/.databrickscfg`, nil},
		{"no such file", "databricks", `no profile "DEFAULT" in /nowhere`, []string{"DATABRICKS_CONFIG_FILE", "/nowhere"}},
		{"another way", "databricks://cli", "Other ways to sign in are not supported", nil},
		{"half a client", "databricks", "no credentials", []string{"DATABRICKS_HOST", server.URL, "DATABRICKS_CLIENT_ID", "ada"}},
		{"no host", "databricks", "DATABRICKS_HOST", []string{"DATABRICKS_TOKEN", token}},
		{"unencrypted", "databricks", "not the https:// address of a workspace; http:// is taken for this machine alone", []string{"DATABRICKS_HOST", "http://dbc.invalid", "DATABRICKS_TOKEN", token}},
		{"a user in the host", "databricks", "not the https:// address", []string{"DATABRICKS_HOST", "https://u:p@dbc.invalid", "DATABRICKS_TOKEN", token}},
		{"a newline", "databricks", "control character", []string{"DATABRICKS_HOST", server.URL, "DATABRICKS_TOKEN", token + "\n"}},
		{"a secret scope", "databricks://scope:prefix", "only Databricks itself can read", nil},
		{"the Unity Catalog", "databricks-uc://oauth", "Unity Catalog", nil},
		{"the Unity Catalog beside it", "databricks", "MLFLOW_REGISTRY_URI: databricks-uc: Databricks' Unity Catalog", []string{"MLFLOW_REGISTRY_URI", "databricks-uc"}},
		{"a token that nobody takes", "databricks", "Invalid access token", []string{"DATABRICKS_HOST", server.URL, "DATABRICKS_TOKEN", other}},
		{"a client that nobody takes", "databricks", "does not accept the OAuth client eve", []string{"DATABRICKS_HOST", server.URL, "DATABRICKS_CLIENT_ID", "eve", "DATABRICKS_CLIENT_SECRET", "dose-canary-91a7c3"}},
	} {
		var said strings.Builder
		registry, err := mlflow.Open(context.Background(), mlflow.Config{TrackingURI: test.uri, Sleep: (&clock{}).sleep, Notice: func(text string) { said.WriteString(text) },
			Getenv: env(append(test.env, "HOME", home, "MLFLOW_TRACKING_TOKEN", "of-another-server")...)})
		if err == nil {
			if !strings.Contains(said.String(), "not tried against Databricks itself") {
				t.Errorf("%s: it says %q", test.name, said.String())
			}
			_, err = registry.Run(context.Background(), id)
			if !strings.Contains(strings.Join(registry.Secrets(), " "), "canary") {
				t.Errorf("%s: no secret is known: %q", test.name, registry.Secrets())
			}
			registry.Close()
		}
		switch {
		case test.refused != "":
			wantParts(t, err, test.refused)
		case err != nil:
			t.Errorf("%s: %v", test.name, err)
		}
		if err != nil && strings.Contains(err.Error()+said.String(), "canary") {
			t.Errorf("%s: a secret came out: %v %s", test.name, err, said.String())
		}
	}
}

// TestDatabricks_store asks a workspace everything that a check asks, and nothing that a
// workspace has no answer for.
func TestDatabricks_store(t *testing.T) {
	t.Parallel()
	server := workspace(t)
	server.Databricks.Org, server.Databricks.Lasts = "77", 30 // less than a token is trusted for
	server.NoRunIDIn, server.PageSize = true, 2
	var ids []string
	for range 3 {
		ids = append(ids, server.AddRun(mlflowtest.Run{Metrics: map[string]float64{"accuracy": 0.5}}))
		server.AddVersion("churn", mlflowtest.Version{RunID: ids[len(ids)-1], Stage: "Production"})
	}
	ctx := context.Background()
	registry := open(t, mlflow.Config{TrackingURI: "databricks", Getenv: env("DATABRICKS_HOST", server.URL, "DATABRICKS_WORKSPACE_ID", "77",
		"DATABRICKS_CLIENT_ID", "ada", "DATABRICKS_CLIENT_SECRET", "dose-canary-91a7c3")})
	version, run, err := mlflow.Resolve(ctx, registry, parse(t, "churn", "production"))
	if err != nil || version.Version != "3" || run.ID != ids[2] {
		t.Fatalf("%+v, %+v, %v", version, run, err)
	}
	if !strings.HasPrefix(run.URL, server.URL+"/#mlflow/experiments/") || version.URL != server.URL+"/#mlflow/models/churn/versions/3" {
		t.Errorf("pages %s, %s", run.URL, version.URL)
	}
	if runs, err := registry.Runs(ctx, ids); err != nil || len(runs) != 3 {
		t.Errorf("runs %v, %v", runs, err)
	}
	if versions, err := registry.VersionsOfRuns(ctx, ids); err != nil || len(versions) != 3 {
		t.Errorf("versions of three runs: %v, %v", versions, err)
	}
	if experiments, err := registry.Experiments(ctx); err != nil || len(experiments) != 2 {
		t.Errorf("experiments %v, %v", experiments, err)
	}
	if err := registry.SetVersionTag(ctx, "churn", "3", "reproduce.verdict", "reproduced"); err != nil {
		t.Error(err)
	}
	server.Requests()
	if _, err := registry.AliasVersion(ctx, "churn", "champion"); !errors.Is(err, mlflow.ErrNotFound) {
		t.Errorf("an alias: %v", err)
	}
	if _, err := registry.ModelFile(ctx, version, "MLmodel"); !errors.Is(err, mlflow.ErrNotFound) {
		t.Errorf("a file: %v", err)
	}
	if _, err := registry.ModelFolder(ctx, version); !errors.Is(err, mlflow.ErrUnreadable) {
		t.Errorf("the folder: %v", err)
	}
	if asked := server.Requests(); asked != nil {
		t.Errorf("it asked %v", asked)
	}
	_, _, err = mlflow.Resolve(ctx, registry, parse(t, "churn", "champion"))
	wantParts(t, err, "alias not found")
}

// TestDatabricks_tokenStaysHome: neither a workspace nor its token endpoint sends what is
// secret on to another host, and no secret of theirs comes out.
func TestDatabricks_tokenStaysHome(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s was asked of another host: %v", r.URL, r.Header)
	}))
	t.Cleanup(other.Close)
	echo := func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		w.Write([]byte("you sent " + r.Header.Get("Authorization")))
	}
	for _, credentials := range [][]string{
		{"DATABRICKS_TOKEN", "dapi-canary-5d8b604c2e91"},
		{"DATABRICKS_CLIENT_ID", "ada", "DATABRICKS_CLIENT_SECRET", "dose-canary-91a7c3"},
	} {
		for _, test := range []struct {
			of    string
			fault mlflowtest.Fault
		}{
			{"", mlflowtest.Redirect(307, other.URL+"/oidc/v1/token")},
			{"runs/get", mlflowtest.Redirect(302, other.URL+"/api")},
			{"runs/get", echo},
			{"", echo},
		} {
			server := workspace(t)
			id := server.AddRun(mlflowtest.Run{})
			server.Fail(test.of, 9, test.fault)
			registry := open(t, mlflow.Config{TrackingURI: "databricks", Getenv: env(append(credentials, "DATABRICKS_HOST", server.URL)...), Sleep: (&clock{}).sleep})
			_, err := registry.Run(context.Background(), id)
			if err == nil || strings.Contains(err.Error(), "canary") {
				t.Errorf("%s: %v", test.of, err)
			}
		}
	}
	// Nobody gets a token, and the reason is told.
	server := workspace(t)
	server.Fail("/oidc/v1/token", 1, mlflowtest.Text(200, "welcome"))
	registry := open(t, mlflow.Config{TrackingURI: "databricks", Getenv: env("DATABRICKS_HOST", server.URL, "DATABRICKS_CLIENT_ID", "ada", "DATABRICKS_CLIENT_SECRET", "dose-canary-91a7c3"), Sleep: (&clock{}).sleep})
	_, err := registry.Run(context.Background(), server.AddRun(mlflowtest.Run{}))
	wantReason(t, err, repro.TrackingServerUnreachable)
}
