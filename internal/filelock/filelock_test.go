//go:build unix

package filelock

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
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

// TestDelete: a lock that is deleted leaves nothing, and of many who make and delete one each
// is alone while it has it.
func TestDelete(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.lock")
	var inside, had atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				lock, _, err := At(path)
				if err != nil {
					continue // held
				}
				if inside.Add(1) != 1 {
					t.Error("two have the lock")
				}
				had.Add(1)
				inside.Add(-1)
				if err := lock.Delete(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) || had.Load() == 0 {
		t.Errorf("after %d locks: %v", had.Load(), err)
	}
}
