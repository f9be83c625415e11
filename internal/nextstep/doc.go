// Package nextstep says the one thing to do after a check: a single decision, and its
// words for a command line and for the page that a check on GitHub leaves.
//
// It does nothing itself. Where nothing helps it says so, with an empty text.
package nextstep
