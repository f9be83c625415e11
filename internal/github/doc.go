// Package github trains on GitHub: it puts a plan's edits on a branch through
// the Git Data API, dispatches the project's own workflow there, waits for that
// run and no other, collects what it made, and reports on the pull request. It
// is the only home of go-github.
//
// It refuses to write a default or protected branch, to move a branch that it
// did not make, to take "the newest run" for its own, to send its token to
// another host, and to act on an answer it did not understand.
//
// One invariant: all state is on GitHub, in the branch, its commit, the run and
// the comment's marker. Killed after any call and started again, alone or eight
// at a time, there is one branch, one training and one comment.
package github
