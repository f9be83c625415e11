// Package github is the one way to GitHub's API: it adds the token, reads answers
// to their end, keeps GitHub's pace and rate limits, repeats what may be repeated,
// and explains refusals. What is done with the API is in the packages below.
//
// It refuses to send its token to another host, and to act on an answer that it did
// not understand.
//
// One invariant: the token goes to the API's own scheme, host and port, and nowhere
// else, whatever an answer says. Only this package and those below use go-github.
package github
