//go:build container

package main

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const image = "localhost/reproduce:test"

// maxImage is what our image may weigh, unpacked: it is built or pulled at the
// start of every job. ARCHITECTURE.md says what the libraries take of it; the page
// of all models and the history of checks took the last 0.6 MB.
const maxImage = 14_500_000

// TestContainer meets the action as the runner does: as an image, built from
// the Dockerfile, started with inputs, files and an event.
func TestContainer(t *testing.T) {
	e := newEngine(t)
	tree := t.TempDir()
	copyContext(t, tree) // now: the tree may be worked on while this runs
	built := make(chan error, 1)
	go func() { built <- e.build(".", image) }() // the compiler and Python take turns
	h := newHosted(t)
	if err := <-built; err != nil {
		t.Fatal(err)
	}
	t.Run("image", func(t *testing.T) { testImage(t, e) })
	t.Run("parts", func(t *testing.T) { // ends when the parallel ones have
		t.Run("same bytes", func(t *testing.T) {
			t.Parallel()
			testSameBytes(t, e, tree)
		})
		t.Run("setup", func(t *testing.T) {
			t.Parallel()
			testSetup(t, e)
		})
		t.Run("stories", func(t *testing.T) {
			t.Parallel()
			testStories(t, e, h)
		})
	})
}

// testStories starts the image against a GitHub and an MLflow, first as the
// runner would, then through workflows. They take turns: each one trains.
func testStories(t *testing.T, e *engine, h *hosted) {
	t.Run("run-command", func(t *testing.T) { testRunCommand(t, e, h) })
	t.Run("show", func(t *testing.T) { testShow(t, e, h) })
	t.Run("cancelled", func(t *testing.T) { testCancelled(t, e, h) })
	t.Run("nightly", func(t *testing.T) { testNightly(t, e, h) })
	t.Run("pull request", func(t *testing.T) { testPullRequest(t, e, h) })
}

// testImage: one program and the certificate authorities, and nothing that a
// stranger could make use of.
func testImage(t *testing.T, e *engine) {
	var inspected []struct {
		Config struct {
			User, WorkingDir string
			Entrypoint, Cmd  []string
		}
	}
	if err := json.Unmarshal([]byte(e.run(t, "podman", "image", "inspect", image)), &inspected); err != nil || len(inspected) != 1 {
		t.Fatalf("podman image inspect: %d images, %v", len(inspected), err)
	}
	config := inspected[0].Config
	if config.User != "" || config.WorkingDir != "" || !slices.Equal(config.Entrypoint, []string{"/reproduce"}) || len(config.Cmd) != 0 {
		t.Errorf("the image's configuration is %+v, want root, no working directory, and the program as its entry point", config)
	}

	id := strings.TrimSpace(e.run(t, "podman", "create", image))
	exported := filepath.Join(t.TempDir(), "image.tar")
	e.run(t, "podman", "export", "--output", exported, id)
	e.run(t, "podman", "rm", id)
	files, size := untar(t, exported)
	if want := []string{"LICENSE", "THIRD_PARTY_NOTICES", "etc/ssl/certs/ca-certificates.crt", "reproduce"}; !slices.Equal(files, want) {
		t.Errorf("the image holds %q, want %q", files, want)
	}
	if size > maxImage {
		// Where it grew by megabytes at once, something calls methods by name, as
		// an executed text/template does, and the linker keeps all methods there are.
		t.Errorf("the image is %d bytes unpacked, want at most %d; go build -ldflags=-dumpdep 2>&1 | grep '<ReflectMethod>' says what keeps methods alive, go tool nm -size what takes room", size, maxImage)
	}
	t.Logf("%d bytes unpacked", size)
}

// untar lists the files of an archive, and their size in bytes.
func untar(t *testing.T, path string) (files []string, size int64) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for archive := tar.NewReader(file); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			slices.Sort(files)
			return files, size
		}
		if err != nil {
			t.Fatal(err)
		}
		if header.Typeflag != tar.TypeDir {
			files = append(files, header.Name)
			size += header.Size
		}
	}
}

// testSameBytes builds once more: from another directory, with nothing cached,
// not even a compiled package.
func testSameBytes(t *testing.T, e *engine, tree string) {
	const again = "localhost/reproduce:again"
	caches := t.TempDir()
	t.Cleanup(func() { // Go's module cache is read-only, and t.TempDir cannot remove it
		_ = filepath.WalkDir(caches, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				err = os.Chmod(path, 0o755)
			}
			return err
		})
	})
	if err := e.build(tree, again, "TMPDIR="+caches); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(caches); err != nil || len(entries) == 0 {
		t.Errorf("the build did not use the caches it was given: %v", err)
	}
	digest := func(tag string) string {
		return strings.TrimSpace(e.run(t, "podman", "image", "inspect", "--format", "{{.Digest}}", tag))
	}
	first, second := digest(image), digest(again)
	if first != second || !strings.HasPrefix(first, "sha256:") {
		t.Errorf("two builds of one tree have the digests %s and %s", first, second)
	}
	t.Log(first)
}
