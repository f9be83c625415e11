package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/app"
)

// An answering reader gives the answer of a person, who has to have seen the question.
type answering struct {
	t    *testing.T
	said *strings.Builder
	io.Reader
}

func (a *answering) Read(p []byte) (int, error) {
	if !strings.HasSuffix(a.said.String(), "[y/N] ") {
		a.t.Errorf("asked before the question was seen: %q", a.said.String())
	}
	return a.Reader.Read(p)
}

// TestInit_asks: at a terminal the diff is shown first, and only a yes writes it.
func TestInit_asks(t *testing.T) {
	t.Parallel()
	for answer, writes := range map[string]bool{"y\n": true, "Yes\n": true, "\n": false, "": false, "n\n": false, "yellow\n": false} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "train.py"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{
			{"init", "--quiet"}, {"remote", "add", "origin", "https://github.com/ada/iris"}, {"add", "-A"},
			{"-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "x"},
		} {
			if out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
				t.Fatalf("git %s: %v\n%s", args[0], err, out)
			}
		}
		var shown, said strings.Builder
		code := Run(t.Context(), app.Process{
			Args: []string{"init", "--models", "iris"}, Dir: dir, Getenv: func(string) string { return "" },
			Stdin: &answering{t, &said, strings.NewReader(answer)}, Stdout: &shown, Stderr: &said, Now: time.Now, Live: true, Interactive: true,
		})
		if code != 0 || !strings.Contains(shown.String(), "+++ b/.github/workflows/train.yml") || !strings.Contains(said.String(), "[y/N]") {
			t.Errorf("%q: exit code %d\n%s%s", answer, code, shown.String(), said.String())
		}
		_, err := os.Stat(filepath.Join(dir, ".github", "workflows", "reproduce.yml"))
		if wrote := err == nil; wrote != writes {
			t.Errorf("%q: wrote %v, want %v", answer, wrote, writes)
		}
	}
}

// TestConfirm_interrupted: a question that nobody answers holds nobody up.
func TestConfirm_interrupted(t *testing.T) {
	t.Parallel()
	stdin, _ := io.Pipe()
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	c := &console{&app.App{Process: app.Process{Stdin: stdin, Stderr: io.Discard}}}
	if yes, err := c.confirm(ctx); yes || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", yes, err)
	}
}
