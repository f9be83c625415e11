package clones

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/reproduce-action/reproduce/internal/filelock"
)

// Lock locks the file at path, making it if need be. It does not wait.
func Lock(path string) (*filelock.Lock, error) {
	lock, holder, err := filelock.At(path)
	if errors.Is(err, filelock.ErrHeld) {
		who := ""
		if holder != "" {
			who = " (process " + holder + ")"
		}
		return nil, fmt.Errorf("another reproduction of the same branch is at work%s; wait for it, or end it", who)
	}
	return lock, err
}

// Parent makes the directory that holds our clones: the one given,
// else the user's cache directory, else a private one in the temporary
// directory, which other users must not have prepared for us.
func Parent(parent string) (string, error) {
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
