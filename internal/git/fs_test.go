package git_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
)

// crowd adds files a/0 to a/n-1, each with its own number as content.
func crowd(t testing.TB, dir string, n int) {
	t.Helper()
	if err := os.Mkdir(filepath.Join(dir, "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, "a", fmt.Sprint(i)), fmt.Appendf(nil, "file %d\n", i), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestManyReadersOfOneFS(t *testing.T) {
	t.Parallel()
	const files = 200
	repository, dir := project(t)
	crowd(t, dir, files)
	sh(t, dir, "add", "-A")
	sh(t, dir, "commit", "--quiet", "-m", "a crowd")
	tree, err := repository.FS(t.Context(), commit(t, repository, "HEAD"))
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for reader := range 4 {
		group.Go(func() {
			for i := range files {
				name := fmt.Sprintf("a/%d", (i*7+reader*50)%files)
				want := "file " + name[2:] + "\n"
				if data, err := fs.ReadFile(tree, name); err != nil || string(data) != want {
					t.Errorf("%s is %q, %v; want %q", name, data, err, want)
				}
			}
		})
	}
	group.Wait()
}

func TestAnFSEndsWithItsContext(t *testing.T) {
	t.Parallel()
	repository, _ := project(t)
	ctx, cancel := context.WithCancel(t.Context())
	tree, err := repository.FS(ctx, commit(t, repository, "HEAD"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(tree, "params.yaml"); err != nil {
		t.Fatal(err)
	}
	cancel()
	for err = nil; err == nil; { // git is ended in the background; an answer may still come through
		_, err = fs.ReadFile(tree, "params.yaml")
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("after the context: %v, want context canceled", err)
	}
}

func TestALargeFileInACommitIsRefused(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	if err := os.WriteFile(filepath.Join(dir, "big"), make([]byte, 33<<20), 0o644); err != nil {
		t.Fatal(err)
	}
	sh(t, dir, "add", "-A")
	sh(t, dir, "commit", "--quiet", "-m", "big")
	head := commit(t, repository, "HEAD")
	tree, err := repository.FS(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(tree, "big"); err == nil {
		t.Error("the file system reads 33 MiB")
	}
	if _, err := repository.ReadFile(t.Context(), head, "big"); err == nil {
		t.Error("ReadFile reads 33 MiB")
	}
	if data, err := fs.ReadFile(tree, "params.yaml"); err != nil || string(data) != params {
		t.Errorf("after the refusal: %q, %v", data, err)
	}
}

// BenchmarkReadFiles compares one process for all files with one for each.
func BenchmarkReadFiles(b *testing.B) {
	const files = 200
	dir := b.TempDir()
	crowd(b, dir, files)
	repository, err := git.Create(b.Context(), dir)
	if err != nil {
		b.Fatal(err)
	}
	if err := repository.CommitAll(b.Context(), "a crowd"); err != nil {
		b.Fatal(err)
	}
	head, err := repository.Resolve(b.Context(), "HEAD")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("FS", func(b *testing.B) {
		for b.Loop() {
			tree, err := repository.FS(b.Context(), head)
			if err != nil {
				b.Fatal(err)
			}
			for i := range files {
				if _, err := fs.ReadFile(tree, fmt.Sprintf("a/%d", i)); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("ReadFile", func(b *testing.B) {
		for b.Loop() {
			for i := range files {
				if _, err := repository.ReadFile(b.Context(), head, fmt.Sprintf("a/%d", i)); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
