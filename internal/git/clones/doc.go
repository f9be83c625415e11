// Package clones is where the clones to train in are kept: a directory that nobody else may
// write to, and a lock by which one reproduction of a branch at a time has its clone.
package clones
