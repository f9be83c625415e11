package action

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// shortest is the length below which a secret is not redacted: masking "a" or
// "admin" would blank out ordinary words and tell everybody what they are.
const shortest = 6

// A Redactor knows the secrets and hides them in everything that is printed.
// The zero value knows none. It is safe for concurrent use.
type Redactor struct {
	mu      sync.RWMutex
	secrets []string // longest first, so that a part never uncovers the whole
}

// Add registers secrets and the forms they travel in: each line of a longer
// one, URL-escaped, and base64 as in a Basic header.
func (r *Redactor) Add(secrets ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, secret := range secrets {
		for _, line := range append(strings.Split(secret, "\n"), secret) {
			line = strings.TrimSpace(line)
			for _, form := range []string{line, url.QueryEscape(line), url.PathEscape(line), base64.StdEncoding.EncodeToString([]byte(line))} {
				if len(line) >= shortest && !slices.Contains(r.secrets, form) {
					r.secrets = append(r.secrets, form)
				}
			}
		}
	}
	slices.SortFunc(r.secrets, func(a, b string) int { return len(b) - len(a) })
}

// Secrets gives every form that is hidden, for the runner's own masks.
func (r *Redactor) Secrets() []string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.Clone(r.secrets)
}

// Text hides the secrets in text.
func (r *Redactor) Text(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, secret := range r.secrets {
		text = strings.ReplaceAll(text, secret, "***")
	}
	return text
}

// Writer hides the secrets in what is written to w. It passes on whole lines
// (ended by a newline or a carriage return), so that a secret cut in two by
// the writer is still found; Flush passes on the rest.
func (r *Redactor) Writer(w io.Writer) *RedactedWriter { return &RedactedWriter{to: w, redactor: r} }

// A RedactedWriter is one stream behind a Redactor.
type RedactedWriter struct {
	mu       sync.Mutex
	to       io.Writer
	redactor *Redactor
	rest     []byte
}

// longest is how much of a line without an end is held back.
const longest = 64 << 10

func (w *RedactedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rest = append(w.rest, p...)
	end := bytes.LastIndexAny(w.rest, "\n\r") + 1
	if end == 0 && len(w.rest) > longest {
		end = len(w.rest)
	}
	if err := w.pass(end); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Flush passes on what was held back.
func (w *RedactedWriter) Flush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.pass(len(w.rest))
}

func (w *RedactedWriter) pass(end int) error {
	if end == 0 {
		return nil
	}
	_, err := io.WriteString(w.to, w.redactor.Text(string(w.rest[:end])))
	w.rest = append(w.rest[:0], w.rest[end:]...)
	return err
}
