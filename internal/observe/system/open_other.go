//go:build !unix

package system

// Nonblocking is nothing here: there are no named pipes in a directory.
const Nonblocking = 0
