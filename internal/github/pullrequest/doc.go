// Package pullrequest reports a check where people see it: one comment on a pull
// request or issue, a status on its commit, a reaction to a command. It also finds
// a commit's pull request, and asks what a commenter may do.
//
// It refuses to touch a comment that is not its own by author and first line, and
// one that is about a newer check.
//
// One invariant: there is one comment for each key, however often a check is killed
// and started again, and however many run at once.
package pullrequest
