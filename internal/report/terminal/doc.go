// Package terminal lays text out for a terminal: paragraphs, tables, lines to paste,
// within its width and with no character that it would obey.
//
// It knows no result. A width of 0, as of a file or a pipe, is no limit.
package terminal
