// Package git works on a local repository through the git program: it reads
// commits, writes the params commit of a reproduction to a branch of its own,
// and lends a worktree to train in.
//
// It refuses to run what a repository brings along (hooks, file system
// monitors, external transports), to fetch or push, to follow symbolic links or
// submodules inside a commit, and to move a branch that it did not make.
//
// One invariant: the user's working tree, index, stash, HEAD and branches are
// byte for byte what they were. All writing goes to new objects, to one
// reference that is compared before it is swapped, and to a worktree in a
// directory of our own.
package git
