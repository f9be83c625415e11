//go:build !unix

package git

func checkPrivate(string) error { return nil }
