// Package issues keeps one issue a model on GitHub: it finds those that were opened
// with this token, by a hidden first line, and opens, edits, comments, closes and
// opens them again.
//
// An issue of somebody else is never touched.
package issues
