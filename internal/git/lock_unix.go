//go:build unix

package git

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// noFollow keeps a symbolic link in a shared directory from choosing which
// file we write.
const noFollow = syscall.O_NOFOLLOW

var errHeld = errors.New("held by another process")

// lockFile takes the lock that goes away with the process.
func lockFile(file *os.File) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errHeld
	}
	return err
}

// unlockFile lets go of the lock, whoever else has the file open.
func unlockFile(file *os.File) { _ = syscall.Flock(int(file.Fd()), syscall.LOCK_UN) }

// checkPrivate refuses a directory that somebody else owns or may write to.
func checkPrivate(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !info.IsDir():
		return fmt.Errorf("%s is not a directory", dir)
	case ok && int(owner.Uid) != os.Getuid():
		return fmt.Errorf("%s belongs to user %d; set XDG_CACHE_HOME or TMPDIR to a directory of your own", dir, owner.Uid)
	case info.Mode().Perm()&0o022 != 0:
		return fmt.Errorf("%s is writable for others; run: chmod 700 %s", dir, dir)
	}
	return nil
}
