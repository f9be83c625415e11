// Package git works on a local repository through the git program: it reads
// commits, writes the params commit of a reproduction to a branch of its own,
// and makes a clone to train in, which borrows its objects.
//
// It refuses to run what a repository brings along (hooks, file system
// monitors, external transports), to push, to fetch anything but the objects
// that a partial clone or a submodule left at its remote, to follow symbolic
// links inside a commit, and to move a branch that it did not make.
//
// One invariant: the user's working tree, index, stash, HEAD and branches are
// byte for byte what they were. All writing goes to new objects, to one
// reference that is compared before it is swapped, and to a clone in a
// directory of our own.
package git
