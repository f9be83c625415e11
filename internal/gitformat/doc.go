// Package gitformat holds git's own rules, as pure functions: which branch names
// and paths git takes, how it writes an object's id and a file's mode. A local
// clone and GitHub's API both follow them, so that what one takes the other takes.
//
// It refuses what git refuses, and what a shell, a URL or a file system could
// read as something else. One invariant: a name that passes here stands in a URL's
// path, in a ref and on a command line for itself alone.
package gitformat
