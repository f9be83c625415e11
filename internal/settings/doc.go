// Package settings is what can be said to reproduce: one table of options that
// drives the flags, the action's inputs, action.yml and the reference page; the
// configuration file; and the settings they add up to.
//
// It reads text and nothing else: no environment, no network, no file. It refuses
// a value that is not clear rather than guess, and reports all problems at once.
// A flag or input beats the model's entry in the file, that entry the file's
// defaults, and those the defaults of the table.
package settings
