package filestate

import (
	"io/fs"
	"syscall"
	"time"
)

// ChangedAt is when a file got its content or its name, whatever time it was given: a copy
// that keeps the time of modification does not keep this one.
func ChangedAt(info fs.FileInfo) time.Time {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(int64(stat.Ctim.Sec), int64(stat.Ctim.Nsec)) //nolint:unconvert // not everywhere 64 bits
	}
	return info.ModTime()
}
