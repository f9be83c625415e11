//go:build unix

package observe

import "syscall"

// nonblocking lets nobody wait at a named pipe that a training put there.
const nonblocking = syscall.O_NONBLOCK | syscall.O_NOFOLLOW
