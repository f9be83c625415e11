// Package sourcetext compares and searches the source text of programs: whether two of Python
// compute the same but for comments and layout, and whether a text names a file. It parses
// no program, and in doubt two are not the same.
package sourcetext
