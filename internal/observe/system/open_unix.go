//go:build unix

package system

import "syscall"

// Nonblocking lets nobody wait at a named pipe that a training put there.
const Nonblocking = syscall.O_NONBLOCK | syscall.O_NOFOLLOW
