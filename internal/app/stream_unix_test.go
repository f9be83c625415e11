//go:build unix

package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestSaveFile_pipe: what is read goes through it; where nobody reads on, an interruption
// ends it.
func TestSaveFile_pipe(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	a := &App{Process: Process{Dir: t.TempDir()}, Secrets: new(redact.Redactor), done: done}
	path := filepath.Join(a.Dir, "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("no pipes here: ", err)
	}
	if err := a.saveFile(path, []byte("page")); err == nil {
		t.Error("written where nobody reads")
	}
	reader, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if err := a.saveFile(path, []byte("page")); err != nil {
		t.Error(err)
	}
	got := make([]byte, 4)
	if _, err := io.ReadFull(reader, got); err != nil || string(got) != "page" {
		t.Errorf("%q, %v", got, err)
	}
	close(done)
	if err := a.saveFile(path, bytes.Repeat([]byte("page"), 1<<20)); err == nil {
		t.Error("more than a pipe holds was written")
	}
	if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("%v, %v", info, err)
	}
}

// TestWritePage_descriptor: the pipe that a shell hands over as a file is written to; nothing
// can be made beside it.
func TestWritePage_descriptor(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	a := &App{Process: Process{Dir: t.TempDir()}, Secrets: new(redact.Redactor)}
	var s settings.Settings
	s.Page = fmt.Sprintf("/dev/fd/%d", writer.Fd())
	got := make(chan []byte, 1)
	go func() {
		text, _ := io.ReadAll(reader)
		got <- text
	}()
	err = errors.Join(a.WritePage(s, page.Known{Now: time.Now(), Limit: time.Hour}), writer.Close())
	if text := <-got; err != nil || !page.IsPage(text) {
		t.Errorf("%v, %.80q", err, text)
	}
}
