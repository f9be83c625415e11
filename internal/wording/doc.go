// Package wording has what sentences and command lines are put together with:
// counted nouns, capitals, names like a mistyped one, quoting for a shell.
package wording
