//go:build unix

package clones

import (
	"fmt"
	"os"
	"syscall"
)

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
