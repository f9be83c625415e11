// Package filelock keeps two processes from doing one thing at once: a lock on a file that
// goes away with its process, however that dies.
//
// It does not wait. A link in the lock's place is refused: whoever may write to a shared
// directory does not choose which file is opened.
package filelock

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// ErrHeld says that another process has the lock.
var ErrHeld = errors.New("held by another process")

// A Lock is a file that is locked for as long as this process lives. nil holds nothing.
type Lock struct{ file *os.File }

// maxGone is how often a lock may be deleted, by who had it, before At has it.
const maxGone = 20

// At locks the file at path, making it if need be. Where the lock is held, holder names the
// process that has it, as far as it said so.
func At(path string) (lock *Lock, holder string, err error) {
	for range maxGone {
		lock, holder, err = open(path)
		if err != nil || lock.stands(path) {
			return lock, holder, err
		}
		_ = lock.Release()
	}
	return nil, "", fmt.Errorf("lock %s: it was deleted %d times meanwhile", path, maxGone)
}

// open locks what stands at path, which may be deleted in between.
func open(path string) (lock *Lock, holder string, err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|noFollow, 0o600)
	if err != nil {
		return nil, "", err
	}
	if err := lockFile(file); err != nil {
		text, _ := io.ReadAll(io.LimitReader(file, 64))
		_ = file.Close()
		if errors.Is(err, ErrHeld) {
			return nil, number(string(text)), ErrHeld
		}
		return nil, "", fmt.Errorf("lock %s: %w", path, err)
	}
	if err := file.Truncate(0); err == nil {
		_, _ = file.WriteAt(fmt.Appendln(nil, os.Getpid()), 0)
	}
	return &Lock{file}, "", nil
}

// stands says whether the file that is locked is the one that others find.
func (l *Lock) stands(path string) bool {
	mine, err := l.file.Stat()
	if err != nil {
		return false
	}
	theirs, err := os.Lstat(path)
	return err == nil && os.SameFile(mine, theirs)
}

// Directory locks a directory, and leaves nothing in it.
func Directory(path string) (*Lock, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := lockFile(file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Lock{file}, nil
}

// Delete lets the lock go, and its file with it: who waits for it meanwhile makes another.
// Where a file that is open cannot be deleted it stays.
func (l *Lock) Delete() error {
	if l == nil || l.file == nil {
		return nil
	}
	if l.stands(l.file.Name()) {
		_ = os.Remove(l.file.Name())
	}
	return l.Release()
}

// Release lets the lock go. The file stays.
func (l *Lock) Release() error {
	if l == nil || l.file == nil {
		return nil
	}
	unlockFile(l.file) // a process that another goroutine is starting has the file open until it runs
	err := l.file.Close()
	l.file = nil
	return err
}

// number is the process's that wrote it into the lock file; "" for anything else.
func number(text string) string {
	id := strings.TrimSpace(text)
	if strings.Trim(id, "0123456789") != "" {
		return ""
	}
	return id
}
