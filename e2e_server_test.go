//go:build unix

package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// serverStart bounds how long MLflow may take to answer: it makes its database
// first, and a cold disk has been seen to need half a minute.
const serverStart = 3 * time.Minute

// startMLflow runs a tracking server on a free port of 127.0.0.1 with its
// database and artifacts below dir, and gives its URI once it answers. The
// server ends with the test, also when the test is killed: its group waits on
// a pipe that only this process holds open.
func startMLflow(t *testing.T, dir string, env []string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for attempt := 1; ; attempt++ {
		uri, err := tryMLflow(t, dir, env)
		if err == nil {
			return uri
		}
		// The port may have been taken between our look and MLflow's.
		if attempt == 3 {
			t.Fatal(err)
		}
		t.Log(err)
	}
}

func tryMLflow(t *testing.T, dir string, env []string) (string, error) {
	t.Helper()
	port, err := freePort()
	if err != nil {
		return "", err
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return "", err
	}
	defer log.Close()

	const script = `(mlflow server "$@"; kill 0) & read -r _; kill 0`
	cmd := exec.Command("sh", "-c", script, "mlflow",
		"--backend-store-uri", "sqlite:///"+filepath.Join(dir, "mlflow.db"),
		"--artifacts-destination", filepath.Join(dir, "artifacts"),
		"--host", "127.0.0.1", "--port", fmt.Sprint(port), "--workers", "1")
	// Its jobs are of evaluations and traces: eight processes that nothing here asks.
	cmd.Dir, cmd.Env = dir, append(slices.Clone(env), "MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false")
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	leash, err := cmd.StdinPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // it is always killed
		close(ended)
	}()
	stop := func() {
		_ = leash.Close()
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-ended
	}

	uri := fmt.Sprintf("http://127.0.0.1:%d", port)
	if err := waitHealthy(uri, ended); err != nil {
		stop()
		said, _ := os.ReadFile(log.Name())
		return "", fmt.Errorf("mlflow server on port %d: %w\n%s", port, err, said)
	}
	t.Cleanup(stop)
	return uri, nil
}

// waitHealthy asks /health until it answers 200, the server ends, or time is up.
func waitHealthy(uri string, ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(context.Background(), serverStart)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, uri+"/health", nil)
		if err != nil {
			return err
		}
		if reply, err := http.DefaultClient.Do(request); err == nil {
			_ = reply.Body.Close()
			if reply.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-tick.C:
		case <-ended:
			return fmt.Errorf("it ended before it answered")
		case <-ctx.Done():
			return fmt.Errorf("no answer within %s", serverStart)
		}
	}
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
