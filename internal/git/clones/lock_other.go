//go:build !unix

package clones

func checkPrivate(string) error { return nil }
