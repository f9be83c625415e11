// Package markdown writes Markdown in which text from elsewhere may stand: such text
// becomes a code span or is known to be plain words, so that nobody who reads the
// page, or the raw text, finds a mention, a link, a marker or markup of its own.
//
// It knows no result. What is cut is cut in its middle.
package markdown
