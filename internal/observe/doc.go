// Package observe sees what a training on this machine opened, imported, wrote and
// started: Python's own audit events, and on Linux the file events of its place.
// It refuses to guess: what was not seen is not known, and never evidence.
// Invariant: nothing that a training does here becomes an error, only a doubt.
package observe
