// Package repro is the vocabulary of a reproduction: what a model version, a
// run, a plan, a comparison and a verdict are.
//
// It holds types and closed sets and no rule: how one follows from another is
// said in packages judge and cause. It reads no clock, no environment and no
// file, so that a saved result means the same tomorrow.
//
// One invariant holds throughout: a value that is missing is never the same as
// anything. Incomplete data makes a reproduction unverified, not reproduced.
package repro
