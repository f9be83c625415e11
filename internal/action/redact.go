package action

import (
	"bytes"
	"encoding/base64"
	"html"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// shortest is the length below which a secret is not redacted: masking "a" or
// "admin" would blank out ordinary words and tell everybody what they are.
const shortest = 6

// A Redactor knows the secrets and hides them in everything that is printed.
// The zero value knows none. It is safe for concurrent use.
type Redactor struct {
	mu       sync.RWMutex
	forms    []string // longest first, so that a part never uncovers the whole
	replacer *strings.Replacer
}

// Add registers secrets and the forms they travel in: each line of a longer
// one, URL-escaped, as a JSON string, and base64 as in a Basic header, whatever
// user stands before them there.
func (r *Redactor) Add(secrets ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, secret := range secrets {
		for _, line := range append(strings.Split(secret, "\n"), secret) {
			if line = strings.TrimSpace(line); len(line) < shortest {
				continue
			}
			for _, form := range append(append(inBase64(line), inURL(line)...), line, inJSON(line), html.EscapeString(line)) {
				if !slices.Contains(r.forms, form) {
					r.forms = append(r.forms, form)
				}
			}
		}
	}
	slices.SortFunc(r.forms, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, form := range r.forms {
		pairs = append(pairs, form, "***")
	}
	r.replacer = strings.NewReplacer(pairs...)
}

// inBase64 gives base64 of a secret alone, and what is the same in base64 of any
// text that ends with it: which characters those are goes by how many bytes
// there are before it.
func inBase64(secret string) []string {
	forms := []string{base64.StdEncoding.EncodeToString([]byte(secret))}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			whole := encoding.EncodeToString(append(make([]byte, before), secret...))
			first := (8*before + 5) / 6            // earlier characters are of what stands before as well
			last := 8 * (before + len(secret)) / 6 // a later one is of what comes after, if anything does
			forms = append(forms, whole[first:last], whole[first:])
		}
	}
	return forms
}

// inURL gives a secret as the languages escape it: all of it, or all but what
// stands for itself in a path, with digits in capitals or small.
func inURL(secret string) []string {
	query := url.QueryEscape(secret)
	whole := strings.ReplaceAll(query, "+", "%20")
	var forms []string
	for _, form := range []string{query, whole, url.PathEscape(secret), strings.ReplaceAll(whole, "%2F", "/")} {
		forms = append(forms, form, escapes.ReplaceAllStringFunc(form, strings.ToLower))
	}
	return forms
}

var escapes = regexp.MustCompile(`%[0-9A-F]{2}`)

// inJSON gives what stands between the quotes.
func inJSON(secret string) string {
	text, err := doc.EncodeJSON(secret, "")
	if err != nil || len(text) < 2 {
		return secret
	}
	return string(text[1 : len(text)-1])
}

// Text hides the secrets in text: those that were added, and what looks like one.
func (r *Redactor) Text(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if r.replacer != nil {
		text = r.replacer.Replace(text)
	}
	return hideForms(text)
}

// most is the length of the longest secret that is looked for.
func (r *Redactor) most() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if len(r.forms) == 0 {
		return maxForm
	}
	return max(maxForm, len(r.forms[0]))
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
	key      int // lines that may still belong to a private key; 0 outside of one
}

// longest is how much of a line without an end is held back.
const longest = 64 << 10

func (w *RedactedWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rest = append(w.rest, p...)
	end := bytes.LastIndexAny(w.rest, "\n\r") + 1
	if end == 0 && len(w.rest) > longest { // all but what may be the beginning of a secret
		w.rest = []byte(w.redactor.Text(string(w.rest)))
		end = max(0, len(w.rest)-w.redactor.most())
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
	_, err := io.WriteString(w.to, w.redactor.Text(w.withoutKeys(string(w.rest[:end]))))
	w.rest = append(w.rest[:0], w.rest[end:]...)
	return err
}

// keyLines is more than any private key has.
const keyLines = 200

// withoutKeys hides the lines of a private key, which come one by one.
func (w *RedactedWriter) withoutKeys(text string) string {
	if w.key == 0 && !strings.Contains(text, "PRIVATE KEY") {
		return text
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		switch {
		case keyBegin.MatchString(line):
			w.key = keyLines
			if strings.Contains(line, "-----END") { // all of it in one line
				w.key = 0
			}
		case strings.Contains(line, "-----END"):
			w.key = 0
		case w.key > 0:
			w.key--
			line = "***" + line[len(strings.TrimRight(line, "\r\n")):]
		}
		out.WriteString(line)
	}
	return out.String()
}

var keyBegin = regexp.MustCompile(`-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----`)
