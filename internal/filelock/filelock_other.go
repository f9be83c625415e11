//go:build !unix

package filelock

import (
	"errors"
	"os"
)

const noFollow = 0

// lockFile refuses: what is locked is for training by a local command, which needs
// process groups and is not offered on this system either.
func lockFile(*os.File) error {
	return errors.New("local training is not supported on this system; use Linux or macOS, or --workflow")
}

func unlockFile(*os.File) {}
