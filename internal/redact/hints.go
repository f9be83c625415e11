package redact

import (
	"slices"
	"sync"
)

// A hintSet says which kinds of secrets a text may hold, a bit a kind: two for each
// form, for its hints and for what must be there also, then those below.
type hintSet [4]uint64

const (
	nameHint  = len(hintSet{})*64 - 1 - iota // a word that is in the names of secrets
	keyHint                                  // a private key, over several lines
	addedHint                                // the beginning of a secret that was added
)

func (h hintSet) with(other hintSet) hintSet {
	for i := range h {
		h[i] |= other[i]
	}
	return h
}

func (h *hintSet) has(bit int) bool { return h[bit/64]>>(bit%64)&1 == 1 }

// none says whether nothing is hinted at: what has to be there also, such as a full stop, is
// no hint alone, and most lines have one.
func (h *hintSet) none() bool {
	for i, alone := range hintsAlone() {
		if h[i]&alone != 0 {
			return false
		}
	}
	return true
}

// hintsAlone are the bits of which each is a hint by itself.
var hintsAlone = sync.OnceValue(func() *hintSet {
	alone := bit(nameHint).with(bit(keyHint)).with(bit(addedHint))
	for _, f := range slices.Concat(tokenForms, spanningForms) {
		alone = alone.with(bit(f.hint))
	}
	return &alone
})

func bit(number int) (h hintSet) {
	h[number/64] = 1 << (number % 64)
	return h
}

// foldedInto are the two letters beyond ASCII that a pattern takes for a k and an s where
// it takes capitals and small letters alike: with them a text may hold anything.
var foldedInto = []string{"\u212a", "\u017f"}

// hintLiterals are what is looked for in every text.
func hintLiterals() []literal {
	all := hintSet{}
	var literals []literal
	add := func(texts []string, number int) {
		for _, text := range texts {
			literals = append(literals, literal{text, bit(number)})
		}
		all = all.with(bit(number))
	}
	for _, f := range slices.Concat(tokenForms, spanningForms) {
		add(f.hints, f.hint)
		add(f.also, f.hint+1)
	}
	add(secretHints, nameHint)
	add([]string{"PRIVATE KEY", "Private-Lines:"}, keyHint)
	for _, text := range foldedInto {
		literals = append(literals, literal{text, all})
	}
	return literals
}

// hintScanner looks for hints alone, where no secret was added.
var hintScanner = sync.OnceValue(func() *scanner { return newScanner(hintLiterals()) })

// hintsIn says what a text may hold of the secrets that nobody had to add.
func hintsIn(text string) hintSet { return hintScanner().in(text) }
