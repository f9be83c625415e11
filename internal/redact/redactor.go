package redact

import (
	"strings"
	"sync"

	"github.com/reproduce-action/reproduce/internal/order"
)

// MinLength is the length below which a secret is not redacted: masking "a" or
// "admin" would blank out ordinary words and tell everybody what they are.
const MinLength = 6

// A Redactor knows the secrets and hides them in everything that is printed.
// The zero value knows none. It is safe for concurrent use.
type Redactor struct {
	mu       sync.RWMutex
	forms    []string        // longest first, so that a part never uncovers the whole
	added    map[string]bool // forms
	replacer *strings.Replacer
	scanner  *scanner            // of hints and of how forms begin; nil: none was added
	stale    bool                // replacer and scanner do not know all forms yet
	lines    []string            // the secrets as they were added, each line of its own
	known    map[string]bool     // what was added
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
// one, URL-escaped, as strings of JSON, HTML, Python and a shell, in hexadecimal, and in
// base64 as in a Basic header, whatever user stands before them there.
func (r *Redactor) Add(secrets ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.added == nil {
		r.added, r.known = map[string]bool{}, map[string]bool{}
	}
	for _, secret := range secrets {
		for _, line := range append(strings.Split(secret, "\n"), secret) {
			if line = strings.TrimSpace(line); len(line) < MinLength || r.known[line] {
				continue // a registry's and a token are added again by each step of a check
			}
			r.know(line)
			r.stale = true
			for _, form := range formsOf(line) {
				if !r.added[form] {
					r.added[form] = true
					r.forms = append(r.forms, form)
				}
			}
		}
	}
}

// ready waits until every secret that was added is hidden, and locks: a secret after the other
// may be added, as those of thousands of files are, and to get ready takes as long as all have
// forms. The caller unlocks.
func (r *Redactor) ready() {
	for r.mu.RLock(); r.stale; r.mu.RLock() {
		r.mu.RUnlock()
		r.mu.Lock()
		if r.stale {
			r.build()
		}
		r.mu.Unlock()
	}
}

// build makes ready for the forms that were added.
func (r *Redactor) build() {
	r.stale = false
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
	r.known[line] = true
	if strings.Contains(line, "\n") {
		return // the whole of several lines, each of which is known
	}
	r.lines = append(r.lines, line)
	if r.tell != nil {
		r.tell(line)
	}
}

// Text hides the secrets in text: those that were added, and what looks like one.
func (r *Redactor) Text(text string) string {
	r.ready()
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
		line = hidePairs(hideFound(line, eachNamed))
	}
	return line
}
