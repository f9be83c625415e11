// Package gitdata works with a repository's git objects and refs on GitHub, through
// its Git database API: it reads commits, trees and files, makes trees and commits
// with edited files, and makes, moves and deletes refs.
//
// It refuses an answer that is not the object it asked for, a symbolic link or
// submodule in place of a file, and an edit of a file that is not the one it was
// planned on.
//
// One invariant: an object's name is the hash of its content, so that an object is
// remembered under its name for good, and never read as what it does not hash to.
// https://docs.github.com/rest/git
package gitdata
