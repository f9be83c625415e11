// Package repro is the vocabulary of a reproduction and the reasoning about it:
// what a model version, a run, a plan, a comparison and a verdict are, and how
// one follows from another.
//
// It does no I/O. It reads no clock, no environment and no file, so that every
// verdict can be tested as a table and a saved result means the same tomorrow.
//
// One invariant holds throughout: a value that is missing is never the same as
// anything. Incomplete data makes a reproduction unverified, not reproduced.
package repro
