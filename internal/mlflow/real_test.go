//go:build unix

package mlflow_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
)

// TestRealMLflow has the MLflow of a Python interpreter fill a tree, a database
// and a server, and wants the story of the fixtures from each: what the
// fixtures froze is still what MLflow does. MLflow 2 has a story of its own.
//
// REPRODUCE_PYTHON_MLFLOW names the interpreter. Without it the test is
// skipped, unless REPRODUCE_REQUIRE_E2E=1 says that it must run. make test-mlflow
// calls it with an older MLflow and a newer one.
func TestRealMLflow(t *testing.T) {
	python := os.Getenv("REPRODUCE_PYTHON_MLFLOW")
	if python == "" {
		if os.Getenv("REPRODUCE_REQUIRE_E2E") == "1" {
			t.Fatal("REPRODUCE_REQUIRE_E2E=1 but REPRODUCE_PYTHON_MLFLOW names no interpreter with mlflow")
		}
		t.Skip("REPRODUCE_PYTHON_MLFLOW is not set")
	}
	script, err := filepath.Abs(fixtures + "make.py")
	if err != nil {
		t.Fatal(err)
	}
	stories := map[string]string{"2": "story-2.txt", "3": "story.txt"} // by MLflow's major version
	fill := func(t *testing.T, dir, uri string) string {
		t.Helper()
		command := exec.Command(python, "-W", "ignore", script, uri)
		command.Dir = dir
		command.Env = append(os.Environ(), "MLFLOW_ALLOW_FILE_STORE=true", "MLFLOW_DISABLE_TELEMETRY=true", "MLFLOW_TRACKING_URI=")
		out, err := command.CombinedOutput()
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		file := stories[lines[len(lines)-1]]
		if err != nil || file == "" {
			t.Fatalf("%s: %v\n%s", command, err, out)
		}
		return fixtures + file
	}
	for _, kind := range []struct {
		name string
		uri  func(t *testing.T, dir string) string
	}{
		{"files", func(_ *testing.T, dir string) string { return filepath.Join(dir, "mlruns") }},
		{"sqlite", func(_ *testing.T, dir string) string { return "sqlite:///" + filepath.Join(dir, "mlflow.db") }},
		{"server", func(t *testing.T, dir string) string { return startMLflow(t, python, dir) }},
	} {
		t.Run(kind.name, func(t *testing.T) {
			dir := t.TempDir()
			uri := kind.uri(t, dir)
			file := fill(t, dir, uri)
			golden(t, file, story(t, open(t, mlflow.Config{TrackingURI: uri})))
		})
	}
}

// startMLflow runs a real tracking server until the test ends.
func startMLflow(t *testing.T, python, dir string) string {
	t.Helper()
	port, err := mlflowtest.FreePort()
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(dir, "server.log"))
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command(python, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", fmt.Sprint(port), "--workers", "1",
		"--backend-store-uri", "sqlite:///"+filepath.Join(dir, "server.db"), "--artifacts-destination", filepath.Join(dir, "artifacts"))
	server.Dir, server.Stdout, server.Stderr = dir, log, log
	server.Env = append(os.Environ(), "MLFLOW_DISABLE_TELEMETRY=true", "MLFLOW_TRACKING_URI=",
		"MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false") // eight processes that nothing here asks
	server.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // it starts workers, which have to end with it
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = server.Wait() // it is killed
		close(ended)
	}()
	t.Cleanup(func() {
		_ = syscall.Kill(-server.Process.Pid, syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
		}
		_ = syscall.Kill(-server.Process.Pid, syscall.SIGKILL)
		log.Close()
	})
	url := fmt.Sprintf("http://127.0.0.1:%d", port)
	for deadline := time.After(2 * time.Minute); ; {
		if response, err := http.Get(url + "/health"); err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return url
			}
		}
		select {
		case <-ended:
		case <-deadline:
		case <-time.After(200 * time.Millisecond):
			continue
		}
		text, _ := os.ReadFile(log.Name())
		t.Fatalf("the server did not start:\n%s", text)
	}
}
