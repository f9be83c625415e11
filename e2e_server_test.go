//go:build unix

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
)

// serverStart bounds how long MLflow may take to answer: it makes its database
// first, and a cold disk has been seen to need half a minute.
const serverStart = 3 * time.Minute

// A sharedServer is a tracking server that tests use at the same time: it takes
// ten seconds of a core to start. Their models have names of their own.
type sharedServer struct {
	sync.Mutex
	users int
	uri   string
	stop  func()
}

// use gives the server's URI. The last test that uses it ends it.
func (s *sharedServer) use(t *testing.T, path string) string {
	t.Helper()
	s.Lock()
	defer s.Unlock()
	if s.users == 0 {
		dir, err := os.MkdirTemp("", "mlflow")
		if err != nil {
			t.Fatal(err)
		}
		uri, stop, err := serveMLflow(t, dir, childEnv(t, dir, path))
		if err != nil {
			_ = os.RemoveAll(dir)
			t.Fatal(err)
		}
		s.uri, s.stop = uri, func() {
			stop()
			_ = os.RemoveAll(dir)
		}
	}
	s.users++
	t.Cleanup(func() {
		s.Lock()
		defer s.Unlock()
		if s.users--; s.users == 0 {
			s.stop()
		}
	})
	return s.uri
}

// startMLflow runs a tracking server with its database and artifacts below dir,
// which ends with the test.
func startMLflow(t *testing.T, dir string, env []string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	uri, stop, err := serveMLflow(t, dir, env)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return uri
}

// serveMLflow runs a tracking server on a free port of 127.0.0.1 and gives its
// URI once it answers, and what ends it. It ends with this process too, also
// when that is killed: its group waits on a pipe that only this process holds open.
func serveMLflow(t *testing.T, dir string, env []string) (uri string, stop func(), err error) {
	t.Helper()
	for attempt := 1; ; attempt++ {
		uri, stop, err = tryMLflow(dir, env)
		// The port may have been taken between our look and MLflow's.
		if err == nil || attempt == 3 {
			return uri, stop, err
		}
		t.Log(err)
	}
}

func tryMLflow(dir string, env []string) (uri string, stop func(), err error) {
	port, err := mlflowtest.FreePort()
	if err != nil {
		return "", nil, err
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return "", nil, err
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
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // it is always killed
		close(ended)
	}()
	stop = func() {
		_ = leash.Close()
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-ended
	}

	uri = fmt.Sprintf("http://127.0.0.1:%d", port)
	if err := waitHealthy(uri, ended); err != nil {
		stop()
		said, _ := os.ReadFile(log.Name())
		return "", nil, fmt.Errorf("mlflow server on port %d: %w\n%s", port, err, said)
	}
	return uri, stop, nil
}

// waitHealthy asks /health until MLflow answers OK, the server ends, or time is up.
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
			said, _ := io.ReadAll(io.LimitReader(reply.Body, 100))
			_ = reply.Body.Close()
			if reply.StatusCode == http.StatusOK && string(said) == "OK" {
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
