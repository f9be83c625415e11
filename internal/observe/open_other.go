//go:build !unix

package observe

const nonblocking = 0
