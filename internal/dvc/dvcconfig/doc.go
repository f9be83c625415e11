// Package dvcconfig reads DVC's settings, of a project, a user and a machine: where
// its cache and its default remote are, and what a second working tree needs to
// find the same.
//
// It reads settings and writes none but the text of a config.local; a path in a
// setting is relative to the directory that the setting is in.
package dvcconfig
