// Package report turns a reproduction into something to read: lines for a
// terminal, and Markdown for a pull request and a job summary. Package reportjson
// keeps it.
//
// It judges nothing and fetches nothing: what it prints is in the Result it is
// given, so a saved Result re-renders to the same bytes with no server. It
// refuses to say more than was found: no cause without an experiment, no word
// for "the same" where nobody looked.
//
// One invariant holds in every format: two different values never print equal.
// All text in a Result is taken to be hostile. It is shown, never obeyed: no
// escape sequence, table column, link, mention or marker of its own making.
package report
