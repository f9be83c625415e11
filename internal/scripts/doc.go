// Package scripts finds what a shell command calls of a project: its scripts, and the
// rules of its Makefile.
//
// It reads text and runs nothing: what is put together at run time is not found.
package scripts
