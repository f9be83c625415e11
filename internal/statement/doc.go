// Package statement writes a check down as an in-toto Statement, to be signed and
// verified with others' tools: docs/statement.md.
//
// It signs nothing and reads nothing. One invariant: a statement has a verdict, and
// says of whatever was not looked at that it was not.
package statement
