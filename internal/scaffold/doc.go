// Package scaffold works out what a repository lacks to have its models checked on
// GitHub: lines of its training workflow, a workflow that checks, and a configuration.
//
// It refuses to guess where several answers fit, and names the option that decides. It
// writes nothing itself and holds no secret: a file names variables, never their values.
//
// One invariant: every byte of a file that was there stays, but for the word or list
// after "on:" where that has to become a map. Run on what it made, it has nothing to do.
package scaffold
