// Package cli is the command line: commands, flags, help and how a run at a desk
// is started. It is the only home of cobra.
//
// It decides nothing about a model. The report goes to standard output and
// everything else to standard error.
package cli
