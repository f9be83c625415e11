//go:build !linux

package filestate

import (
	"io/fs"
	"time"
)

// ChangedAt is when a file was modified: no other time is asked for on this system.
func ChangedAt(info fs.FileInfo) time.Time { return info.ModTime() }
