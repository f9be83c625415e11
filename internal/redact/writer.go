package redact

import (
	"bytes"
	"io"
	"sync"
)

// Writer hides the secrets in what is written to w. It passes on whole lines
// (ended by a newline or a carriage return), so that a secret cut in two by
// the writer is still found; Flush passes on the rest.
func (r *Redactor) Writer(w io.Writer) *Writer { return &Writer{to: w, redactor: r} }

// A Writer is one stream behind a Redactor.
type Writer struct {
	mu       sync.Mutex
	to       io.Writer
	redactor *Redactor
	rest     []byte
	lines    acrossLines
}

// maxHeldBack is how much of a line without an end is held back.
const maxHeldBack = 64 << 10

func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rest = append(w.rest, p...)
	end := bytes.LastIndexAny(w.rest, "\n\r") + 1
	if end == 0 && len(w.rest) > maxHeldBack { // all but what may be the beginning of a secret
		w.rest = []byte(w.redactor.Text(string(w.rest)))
		end = max(0, len(w.rest)-w.redactor.longestSecret())
	}
	if err := w.pass(end); err != nil {
		return 0, err
	}
	return len(p), nil
}

// WriteJSON passes on a whole JSON document, with the secrets in its texts hidden.
func (w *Writer) WriteJSON(document []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.pass(len(w.rest)); err != nil {
		return err
	}
	_, err := io.WriteString(w.to, w.redactor.JSON(string(document)))
	return err
}

// Flush passes on what was held back.
func (w *Writer) Flush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.pass(len(w.rest))
}

func (w *Writer) pass(end int) error {
	if end == 0 {
		return nil
	}
	_, err := io.WriteString(w.to, w.redactor.across(&w.lines, string(w.rest[:end])))
	w.rest = append(w.rest[:0], w.rest[end:]...)
	return err
}

// across is Text for lines that come one after the other.
func (r *Redactor) across(lines *acrossLines, text string) string {
	r.ready()
	defer r.mu.RUnlock()
	hints := r.hintsIn(text)
	return r.text(lines.hide(text, hints), hints)
}

// longestSecret is the length of the longest secret that is looked for.
func (r *Redactor) longestSecret() int {
	r.ready()
	defer r.mu.RUnlock()
	if len(r.forms) == 0 {
		return maxTokenForm
	}
	return max(maxTokenForm, len(r.forms[0]))
}
