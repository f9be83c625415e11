// Package project is a project that trains models: its clone on this machine
// and the params files that its training reads.
//
// It refuses a params file that was named and is not there. It only reads.
//
// Files are those of a commit, never those of the working tree.
package project
