// Package histories reads the metric histories of two runs side by side, each once, whoever
// asks for what they say: a long one takes minutes.
//
// It refuses to judge by a history that it could not read: that is a warning.
package histories
