package doc

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"
)

// ErrEmpty is in the chain of the refusal of a document in which there is
// nothing, or nothing but comments. A caller may take it for an empty map.
var ErrEmpty = errors.New("empty document")

// A RefusedError says why a document, or an edit of it, was refused, and where.
type RefusedError struct {
	Path   string   // of the file; filled in by whoever knows it
	Line   int      // 1-based; 0 where no line is to blame
	Key    []string // of the edit that was refused; nil when it is the document
	Reason string
	Err    error // ErrEmpty, ErrTooLarge or nil
}

func (e *RefusedError) Error() string {
	text := e.Reason
	if e.Err != nil {
		text = e.Err.Error()
	}
	switch {
	case e.Path != "" && e.Line > 0:
		return fmt.Sprintf("%s:%d: %s", e.Path, e.Line, text)
	case e.Line > 0:
		return fmt.Sprintf("line %d: %s", e.Line, text)
	case e.Path != "":
		return e.Path + ": " + text
	default:
		return text
	}
}

// Unwrap gives the sentinel, if there is one.
func (e *RefusedError) Unwrap() error { return e.Err }

func refuse(line int, format string, args ...any) *RefusedError {
	return &RefusedError{Line: line, Reason: fmt.Sprintf(format, args...)}
}

// checkText refuses bytes in which a column could mean two places.
func checkText(data []byte) error {
	if at := bytes.IndexByte(data, 0); at >= 0 {
		return refuse(lineOf(data, at), "a zero byte: the file is binary or UTF-16; save it as UTF-8")
	}
	if utf8.Valid(data) {
		return nil
	}
	at := 0
	for rest := data; ; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			return refuse(lineOf(data, at), "invalid UTF-8: save the file as UTF-8")
		}
		at, rest = at+size, rest[size:]
	}
}

// lineOf gives the 1-based line of an offset, as an editor counts.
func lineOf(data []byte, offset int) int { return 1 + bytes.Count(data[:offset], []byte("\n")) }
