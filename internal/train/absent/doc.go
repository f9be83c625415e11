// Package absent says which files of a commit a training does not find, here and on GitHub:
// what it makes itself, so that nothing old is taken for new.
//
// It refuses to take away a program, a params file or a declared input, and leaves what
// somebody asked to keep.
package absent
