//go:build unix

package filelock

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// TestOneAtATime: who comes second hears of the first, and gets the lock after it. A link
// in the lock's place is not followed.
func TestOneAtATime(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.lock")
	first, _, err := At(path)
	if err != nil {
		t.Fatal(err)
	}
	if second, holder, err := At(path); !errors.Is(err, ErrHeld) || second != nil || holder != strconv.Itoa(os.Getpid()) {
		t.Errorf("the second: %v, held by %q, %v", second, holder, err)
	}
	if err := errors.Join(first.Release(), first.Release()); err != nil {
		t.Error(err)
	}
	third, _, err := At(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = third.Release() }()
	link := filepath.Join(t.TempDir(), "link.lock")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if lock, _, err := At(link); err == nil || errors.Is(err, ErrHeld) {
		t.Errorf("a link: %v, %v", lock, err)
	}
}
