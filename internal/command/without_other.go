//go:build !linux || nodesk

package command

import "context"

func withoutFiles(args, _, _ []string) []string { return args }

// RunsWithout is false: here no command can be run as if files did not exist.
func RunsWithout(context.Context) bool { return false }
