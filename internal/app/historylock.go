package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/reproduce-action/reproduce/internal/filelock"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// This file keeps two reports from telling a chat of one history at once: what the one could
// not tell would be written over by the other.

const (
	lockPause = 100 * time.Millisecond
	lockTries = 6000 // ten minutes; one report tells for less than one
)

// LockHistory waits until no other report has the history's directory, where a chat is told
// of it. release lets go of it.
func (a *App) LockHistory(ctx context.Context, s settings.Settings) (release func(), err error) {
	dirs := a.HistoryDirs(s)
	if len(dirs) != 1 || a.Getenv(WebhookVariable) == "" || outsideGit(a.absolute(dirs[0])) != nil || os.MkdirAll(a.absolute(dirs[0]), 0o755) != nil { // adding says why it cannot be made
		return func() {}, nil
	}
	for range lockTries {
		lock, err := filelock.Directory(a.absolute(dirs[0]))
		switch {
		case err == nil:
			return func() { _ = lock.Release() }, nil
		case !errors.Is(err, filelock.ErrHeld):
			return func() {}, nil // this system or disk has no locks: reports here are not at once
		}
		if err := a.sleep(ctx, lockPause); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("history %s: another report keeps telling the chat of it; run the command again", dirs[0])
}
