// Package githubtest is a GitHub on loopback for tests. Its repository is a real
// bare git repository; a dispatch runs a function of the test's in a real
// checkout of the branch; runs, jobs, logs, artifacts, comments, statuses and
// reactions are remembered.
//
// Every request it gets and every answer it gives is held against GitHub's own
// OpenAPI description, of github.com or of an Enterprise Server, with unknown
// request fields and query parameters refused. What does not fit fails the test
// that made it. So the double cannot drift into a GitHub of our own wishes.
//
// It refuses what GitHub refuses, as far as the project depends on it: refs that
// exist, dispatches of workflows that cannot be dispatched, over-long comments.
package githubtest
