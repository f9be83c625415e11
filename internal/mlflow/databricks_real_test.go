package mlflow_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDatabricksForMLflow has MLflow's own client and Databricks' SDK take the double for
// a workspace: they train, register and read back there, with a token and as an OAuth
// client. Then our store reads what they wrote.
func TestDatabricksForMLflow(t *testing.T) {
	python := os.Getenv("REPRODUCE_PYTHON_MLFLOW")
	if python == "" {
		if os.Getenv("REPRODUCE_REQUIRE_E2E") == "1" {
			t.Fatal("REPRODUCE_REQUIRE_E2E=1 but REPRODUCE_PYTHON_MLFLOW names no interpreter with mlflow")
		}
		t.Skip("REPRODUCE_PYTHON_MLFLOW is not set")
	}
	script, err := filepath.Abs(fixtures + "workspace.py")
	if err != nil {
		t.Fatal(err)
	}
	t.Parallel()
	for name, pairs := range map[string][]string{
		"token": {"DATABRICKS_TOKEN", "dapi-canary-5d8b604c2e91"},
		"OAuth": {"DATABRICKS_CLIENT_ID", "ada", "DATABRICKS_CLIENT_SECRET", "dose-canary-91a7c3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := workspace(t)
			pairs := append(pairs, "DATABRICKS_HOST", server.URL, "HOME", t.TempDir())
			command := exec.Command(python, "-W", "ignore", script)
			command.Env = append(os.Environ(), "MLFLOW_DISABLE_TELEMETRY=true", "MLFLOW_HTTP_REQUEST_MAX_RETRIES=0", "MLFLOW_ENABLE_DB_SDK=true")
			for i := 0; i < len(pairs); i += 2 {
				command.Env = append(command.Env, pairs[i]+"="+pairs[i+1])
			}
			var said strings.Builder
			command.Stderr = &said
			out, err := command.Output()
			var got struct {
				Run        string
				Params     map[string]string
				Metrics    map[string]float64
				History    []float64
				Version    []any
				Versions   []string
				Models     []string
				Runs       []string
				Experiment []string `json:"experiments"`
				Alias      string
			}
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			if err == nil {
				err = json.Unmarshal([]byte(lines[len(lines)-1]), &got)
			}
			if err != nil {
				t.Fatalf("MLflow's client does not take the double for a workspace: %v\n%s\n%s", err, out, said.String())
			}
			want := fmt.Sprintf("map[epochs:20 lr:0.1] map[accuracy:0.75] [0.5 0.75] [churn 1 %s None map[owner:ada]] [1] [churn] [%s]", got.Run, got.Run)
			if read := fmt.Sprint(got.Params, got.Metrics, got.History, got.Version, got.Versions, got.Models, got.Runs); read != want || got.Alias != "unsupported" {
				t.Errorf("it reads back %s, an alias is %s\nwant          %s", read, got.Alias, want)
			}
			if !strings.Contains(fmt.Sprint(got.Experiment), "/Users/ada@example.com/churn") {
				t.Errorf("it finds the experiments %v", got.Experiment)
			}
			registry := open(t, mlflow.Config{TrackingURI: "databricks", Getenv: env(pairs...)})
			version, run, err := mlflow.Resolve(context.Background(), registry, parse(t, "churn", "1"))
			if err != nil || version.Tags["owner"] != "ada" || run.ID != got.Run || len(run.Params) != 2 || run.Params[1] != (repro.Param{Name: "lr", Value: "0.1"}) || len(run.Metrics) != 1 || run.Metrics[0].Value != 0.75 || run.Status != repro.RunFinished {
				t.Errorf("we read %+v, %+v, %v", version, run, err)
			}
		})
	}
}

// workspace is a double that takes one token and one OAuth client.
func workspace(t *testing.T) *mlflowtest.Server {
	t.Helper()
	server := mlflowtest.New(t)
	server.Databricks = &mlflowtest.Workspace{Token: "dapi-canary-5d8b604c2e91", Client: "ada", Secret: "dose-canary-91a7c3"}
	return server
}
