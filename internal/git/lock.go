package git

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// A cloneLock is a clone's lock file, locked by the operating system for as long
// as this process lives: however it dies, the next one finds the lock free.
type cloneLock struct{ file *os.File }

// lockAt locks the file at path, making it if need be. It does not wait.
func lockAt(path string) (*cloneLock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|noFollow, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockFile(file); err != nil {
		holder, _ := io.ReadAll(io.LimitReader(file, 64))
		_ = file.Close()
		if errors.Is(err, errHeld) {
			return nil, fmt.Errorf("another reproduction of the same branch is at work%s; wait for it, or end it", who(string(holder)))
		}
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if err := file.Truncate(0); err == nil {
		_, _ = file.WriteAt(fmt.Appendln(nil, os.Getpid()), 0)
	}
	return &cloneLock{file}, nil
}

// release lets the lock go. The file stays: to delete it would let two
// processes lock two files of the same name.
func (h *cloneLock) release() error {
	if h == nil || h.file == nil {
		return nil
	}
	unlockFile(h.file) // a process that another goroutine is starting has the file open until it runs
	err := h.file.Close()
	h.file = nil
	return err
}

// who names the process that wrote its number into the lock file.
func who(holder string) string {
	pid := strings.TrimSpace(holder)
	if pid == "" || strings.Trim(pid, "0123456789") != "" {
		return ""
	}
	return " (process " + pid + ")"
}

// clonesParent makes the directory that holds our clones: the one given,
// else the user's cache directory, else a private one in the temporary
// directory, which other users must not have prepared for us.
func clonesParent(parent string) (string, error) {
	if parent == "" {
		if cache, err := os.UserCacheDir(); err == nil {
			parent = filepath.Join(cache, "reproduce", "worktrees")
			if os.MkdirAll(parent, 0o700) == nil {
				return filepath.Abs(parent)
			}
		}
		parent = filepath.Join(os.TempDir(), fmt.Sprintf("reproduce-%d", os.Getuid()))
		if err := errors.Join(os.MkdirAll(parent, 0o700), checkPrivate(parent)); err != nil {
			return "", err
		}
	}
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return "", err
	}
	return filepath.Abs(parent)
}
