package redact

import (
	"encoding/base64"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/order"
)

// MinLength is the length below which a secret is not redacted: masking "a" or
// "admin" would blank out ordinary words and tell everybody what they are.
const MinLength = 6

// A Redactor knows the secrets and hides them in everything that is printed.
// The zero value knows none. It is safe for concurrent use.
type Redactor struct {
	mu       sync.RWMutex
	forms    []string // longest first, so that a part never uncovers the whole
	replacer *strings.Replacer
	scanner  *scanner            // of hints and of how forms begin; nil: none was added
	lines    []string            // the secrets as they were added, each line of its own
	tell     func(secret string) // is told each of lines; nil: nobody asks
}

// Tell calls tell with every line of every secret that was added, and of every one
// that is added later, once each: whoever prints for another program, as the runner
// of a job does, hides them there too. tell must not call the Redactor.
func (r *Redactor) Tell(tell func(secret string)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tell = tell
	for _, line := range r.lines {
		tell(line)
	}
}

// Add registers secrets and the forms they travel in: each line of a longer
// one, URL-escaped, as a JSON string, and base64 as in a Basic header, whatever
// user stands before them there.
func (r *Redactor) Add(secrets ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, secret := range secrets {
		for _, line := range append(strings.Split(secret, "\n"), secret) {
			if line = strings.TrimSpace(line); len(line) < MinLength {
				continue
			}
			r.know(line)
			for _, form := range append(append(inBase64(line), inURL(line)...), line, inJSON(line), html.EscapeString(line)) {
				if !slices.Contains(r.forms, form) {
					r.forms = append(r.forms, form)
				}
			}
		}
	}
	order.By(r.forms, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, form := range r.forms {
		pairs = append(pairs, form, "***")
	}
	r.replacer = strings.NewReplacer(pairs...)
	literals := hintLiterals()
	for _, form := range r.forms {
		literals = append(literals, literal{form[:min(len(form), MinLength)], bit(addedHint)})
	}
	r.scanner = newScanner(literals)
}

// hintsIn says what a text may hold.
func (r *Redactor) hintsIn(text string) hintSet {
	switch {
	case r.scanner != nil:
		return r.scanner.in(text)
	case r.replacer != nil: // too many for a scanner: they may be anywhere
		return hintsIn(text).with(bit(addedHint))
	}
	return hintsIn(text)
}

// know keeps a line of a secret for whoever asks, and tells who asked already.
func (r *Redactor) know(line string) {
	if strings.Contains(line, "\n") || slices.Contains(r.lines, line) {
		return // the whole of several lines, each of which is known
	}
	r.lines = append(r.lines, line)
	if r.tell != nil {
		r.tell(line)
	}
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
	return r.text(text, r.hintsIn(text))
}

// text is Text where the hints in the text are known.
func (r *Redactor) text(text string, hints hintSet) string {
	if hints.none() {
		return text
	}
	if hints.has(addedHint) {
		text = r.replacer.Replace(text)
	}
	if hints.has(nameHint) {
		text = hideFound(text, eachBelow)
	}
	text = hideForms(text, spanningForms, hints)
	if end := strings.IndexByte(text, '\n'); end < 0 || end == len(text)-1 {
		return hideInLine(text, hints)
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteString(hideInLine(line, hintsIn(line)))
	}
	return out.String()
}

// hideInLine hides what one line tells by itself.
func hideInLine(line string, hints hintSet) string {
	line = hideForms(line, tokenForms, hints)
	if hints.has(nameHint) {
		line = hideFound(line, eachNamed)
	}
	return line
}
