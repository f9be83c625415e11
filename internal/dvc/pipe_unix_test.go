//go:build unix

package dvc_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

func TestANamedPipeIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "m.json"), 0o600); err != nil {
		t.Skipf("no named pipes here: %v", err)
	}
	if _, err := dvc.ReadLock(os.DirFS(dir), "m.json"); err == nil || !strings.Contains(err.Error(), "not a plain file") {
		t.Errorf("a named pipe: %v; want a refusal", err)
	}
}
