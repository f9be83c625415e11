//go:build !long

package longtest

// tagged is whether the build tag long is set.
const tagged = false
