//go:build container

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// An engine runs containers in a storage of its own, which scripts/container-env
// made: nothing of it is seen by, or sees, the machine's own containers.
type engine struct {
	dir string
	env []string
}

// newEngine takes the storage for this test alone, and sweeps it before and
// after: a test that was killed leaves containers behind.
func newEngine(t *testing.T) *engine {
	t.Helper()
	dir := os.Getenv("REPRODUCE_CONTAINER")
	if dir == "" {
		t.Fatal("REPRODUCE_CONTAINER is not set: run `make test-container`, which makes what is needed first")
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	e := &engine{dir: dir, env: append(os.Environ(),
		"CONTAINERS_CONF="+filepath.Join(dir, "containers.conf"),
		"CONTAINERS_STORAGE_CONF="+filepath.Join(dir, "storage.conf"),
		"CONTAINERS_REGISTRIES_CONF="+filepath.Join(dir, "registries.conf"),
		"TMPDIR="+filepath.Join(dir, "tmp"), // with the caches of the builds
	)}
	sweep := func() {
		e.run(t, "podman", "rm", "--all", "--force")
		for _, image := range strings.Fields(e.run(t, "podman", "images", "--all", "--format", "{{.Repository}}:{{.Tag}}|{{.ID}}")) {
			name, id, _ := strings.Cut(image, "|")
			if name != "localhost/job:latest" && !strings.HasPrefix(name, "localhost/golang:") {
				_, _ = e.try(nil, "podman", "rmi", "--force", id) // another one may have taken it along
			}
		}
	}
	sweep()
	t.Cleanup(func() {
		sweep()
		_ = lock.Close() // which lets go of it
	})
	return e
}

// run runs a tool and gives what it said; a failure ends the test.
func (e *engine) run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := e.try(nil, name, args...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return out
}

// try runs a tool, with more in its environment, and gives its standard output;
// its standard error as well where it fails.
func (e *engine) try(env []string, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Env = append(e.env[:len(e.env):len(e.env)], env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return stdout.String() + stderr.String(), err
	}
	return stdout.String(), nil
}

// build makes an image of the tree in dir. Its time is 0, or no two would be alike.
func (e *engine) build(dir, tag string, env ...string) error {
	out, err := e.try(env, "buildah", "bud", "--isolation", "chroot", "--pull-never", "--layers=false", "--no-cache", "--timestamp", "0", "--tag", tag, dir)
	if err != nil {
		return fmt.Errorf("build the image: %w\n%s", err, out)
	}
	return nil
}

// serve offers the Docker API on a socket for as long as the test runs, and
// gives DOCKER_HOST.
func (e *engine) serve(t *testing.T) string {
	t.Helper()
	// A socket's path has room for a hundred characters; t.TempDir has more.
	dir, err := os.MkdirTemp("", "pod")
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(dir, "s")
	// Where this test is killed, the service ends once nobody asks any more.
	cmd := exec.Command("podman", "system", "service", "--time=120", "unix://"+socket)
	cmd.Env = e.env
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // it is always told to end
		close(ended)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		<-ended
		_ = os.RemoveAll(dir)
	})
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := os.Stat(socket); err == nil {
			return "unix://" + socket
		} else if !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		select {
		case <-tick.C:
		case <-ended:
			t.Fatalf("podman system service ended\n%s", said.String())
		}
	}
}

// copyContext copies what an image is built from to another directory.
func copyContext(t *testing.T, to string) {
	t.Helper()
	for _, name := range []string{"Dockerfile", ".dockerignore", "action.yml", "go.mod", "go.sum", "main.go", "LICENSE", "THIRD_PARTY_NOTICES"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "action.yml" { // here the Dockerfile is tried, even that of a release
			data = releasedImage.ReplaceAll(data, []byte("${1}Dockerfile"))
		}
		if err := os.WriteFile(filepath.Join(to, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(filepath.Join(to, "internal"), os.DirFS("internal")); err != nil {
		t.Fatal(err)
	}
}
