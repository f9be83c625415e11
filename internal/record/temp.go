package record

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/filelock"
)

// This file keeps the folder that a training reports to, and takes away those of recordings
// that were killed.

const (
	tempPrefix = "reproduce-record-"
	maxSwept   = 100         // folders that one start removes
	beginning  = time.Minute // a folder is not locked yet in the moment that it is made
)

// makeTemp makes the folder. It is locked for as long as this process lives.
func (g *Recording) makeTemp() error {
	sweep(os.TempDir(), g.Now())
	dir, err := os.MkdirTemp("", tempPrefix)
	if err != nil {
		return err
	}
	g.temp = dir
	g.held, _ = filelock.Directory(dir) // where there are no locks, nobody sweeps
	return nil
}

func (g *Recording) removeTemp() {
	if g.temp == "" {
		return
	}
	_ = os.RemoveAll(g.temp)
	_ = g.held.Release()
	g.temp = ""
}

// sweep removes the folders below parent whose recording is gone. It is housekeeping: what
// cannot be removed is left.
func sweep(parent string, now time.Time) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	swept := 0
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), tempPrefix) || !entry.IsDir() || swept >= maxSwept {
			continue
		}
		info, err := entry.Info()
		if err != nil || now.Sub(info.ModTime()) < beginning || info.Mode().Perm() != 0o700 {
			continue
		}
		dir := filepath.Join(parent, entry.Name())
		lock, err := filelock.Directory(dir)
		if err != nil { // it is at work, or somebody else's
			continue
		}
		_ = os.RemoveAll(dir)
		_ = lock.Release()
		swept++
	}
}
