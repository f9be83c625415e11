// Package environment rebuilds the software that a training ran with: it reads what a
// commit locks and a run recorded, and makes a virtual environment of it with uv or pip.
//
// It takes names and versions, and nothing else: no index, no address, no path, no option.
// Where packages come from is what the user's own uv or pip is told.
//
// An environment is whole or is not there: one whose installation did not end, or that was
// changed since, is built again.
package environment
