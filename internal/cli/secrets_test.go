package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/app"
)

// TestEnvironmentIsHidden: what stands under the name of a secret is printed
// by nobody, however it is spelt; what only looks like one is.
func TestEnvironmentIsHidden(t *testing.T) {
	t.Parallel()
	hidden := []string{"MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_PASSWORD", "AWS_SECRET_ACCESS_KEY", "GH_TOKEN", "TOKEN", "db_password", "WANDB_API_KEY", "AZURE_CLIENT_SECRET", "PGPASSWORD", "MYSQL_PWD", "AZURE_STORAGE_CONNECTION_STRING", "GITHUB_PAT"}
	shown := []string{"MLFLOW_TRACKING_USERNAME", "TOKENIZER", "AWS_ACCESS_KEY_ID", "KEYBOARD", "PASSWORD_STORE_DIR", "PWD", "OLDPWD", "XPAT"}
	var environ []string
	for i, name := range append(append([]string{}, hidden...), shown...) {
		environ = append(environ, name+"=value-"+strings.Repeat(string(rune('a'+i)), 8))
	}
	environ = append(environ, "DATABASE_URL=postgres://reader:canary-in-address@db/iris", "PIP_INDEX_URL=https://canary-in-users-place@pypi.example.com/simple")
	environ = append(environ, "SHORT_TOKEN=abc", "EMPTY_TOKEN=", "NOTHING")
	var out, errs bytes.Buffer
	secrets := strings.Join(environ, " ")
	code := Run(t.Context(), app.Process{
		Args: []string{"show", secrets, "--run-id", "x"}, Environ: environ, Dir: t.TempDir(),
		Getenv: func(string) string { return "" }, Stdout: &out, Stderr: &errs, Now: time.Now,
	})
	said := errs.String()
	if code != 2 || !strings.Contains(said, "not both") {
		t.Fatalf("exit code %d\n%s", code, said)
	}
	code = Run(t.Context(), app.Process{
		Args: []string{secrets}, Environ: environ, Dir: t.TempDir(),
		Getenv: func(string) string { return "" }, Stdout: &out, Stderr: &errs, Now: time.Now,
	})
	said = out.String() + errs.String()
	if code != 2 || !strings.Contains(said, "unknown command") {
		t.Fatalf("exit code %d\n%s", code, said)
	}
	for i, name := range hidden {
		if strings.Contains(said, strings.Repeat(string(rune('a'+i)), 8)) {
			t.Errorf("%s is printed:\n%s", name, said)
		}
	}
	if strings.Contains(said, "canary") || !strings.Contains(said, "postgres://reader:***@db/iris") {
		t.Errorf("of an address more or less than the password is hidden:\n%s", said)
	}
	for i, name := range shown {
		if !strings.Contains(said, strings.Repeat(string(rune('a'+len(hidden)+i)), 8)) {
			t.Errorf("%s is hidden:\n%s", name, said)
		}
	}
	if !strings.Contains(said, "SHORT_TOKEN=abc") {
		t.Errorf("a secret too short to be one spoils the words it stands in:\n%s", said)
	}
}
