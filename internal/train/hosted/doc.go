// Package hosted trains on GitHub, as a run of the project's own workflow on a branch made
// for it, and tells what that run left: its log, its commits and its artifacts.
//
// It refuses to push a branch where no workflow trains it, and never starts one training
// twice. It needs no clone.
package hosted
