// Package reporttest has results and an audit to render, as they are and with
// hostile text in them, and compares what was rendered with golden files. Only
// tests import it.
package reporttest
