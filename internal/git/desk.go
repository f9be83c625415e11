//go:build !nodesk

package git

// noGit says that this program has no git to ask.
const noGit = false
