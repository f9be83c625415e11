// Package workflow trains on GitHub: it puts a plan's edits on a branch, dispatches
// the project's own workflow there, waits for that run and no other, and collects
// its logs and artifacts.
//
// It refuses to write a default or protected branch, to move a branch that it did
// not make, to take "the newest run" for its own, and to dispatch a workflow whose
// file does not declare what is sent.
//
// One invariant: all state is on GitHub, in the branch, its commit and the run.
// Killed after any call and started again, alone or eight at a time, there is one
// branch and one training.
package workflow
