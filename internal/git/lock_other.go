//go:build !unix

package git

import (
	"errors"
	"os"
)

const noFollow = 0

var errHeld = errors.New("held by another process")

// lockFile refuses: clones are for training by a local command, which needs
// process groups and is not offered on this system either.
func lockFile(*os.File) error {
	return errors.New("local training is not supported on this system; use Linux or macOS, or --workflow")
}

func unlockFile(*os.File) {}

func checkPrivate(string) error { return nil }
