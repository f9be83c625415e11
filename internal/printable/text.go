package printable

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Shows says whether a character has a shape of its own on one line. What a
// terminal would obey, a reader could not see, or would reorder the line (control
// characters, line ends, bidirectional and zero-width marks) has none.
// https://trojansource.codes says why the invisible ones matter.
func Shows(r rune) bool {
	if r < 0x7f {
		return r >= 0x20
	}
	return r != utf8.RuneError && unicode.IsPrint(r) &&
		!unicode.In(r, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// Plain says whether a text is nothing but ASCII that shows.
func Plain(text string) bool {
	for i := range len(text) {
		if text[i] < 0x20 || text[i] >= 0x7f {
			return false
		}
	}
	return true
}

// Text gives foreign text as one line in which every character shows: what does
// not, and invalid UTF-8, is spelled as its escape.
func Text(text string) string {
	if Plain(text) {
		return text
	}
	return escaped(text, Shows)
}

func escaped(text string, shows func(rune) bool) string {
	var out strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&out, `\x%02x`, text[i])
		case r == utf8.RuneError || shows(r):
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\t':
			out.WriteString(`\t`)
		case r == '\r':
			out.WriteString(`\r`)
		case r < 0x80:
			fmt.Fprintf(&out, `\x%02x`, r)
		case r > 0xffff:
			fmt.Fprintf(&out, `\U%08x`, r)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
		i += size
	}
	return out.String()
}

// OneLine makes foreign text fit to stand in a sentence: one line of at most limit
// characters, with a space for whatever does not show.
func OneLine(text string, limit int) string {
	text = strings.Map(func(r rune) rune {
		if !Shows(r) {
			return ' '
		}
		return r
	}, text)
	return Clip(strings.Join(strings.Fields(text), " "), limit)
}

// Quote quotes foreign text for a sentence: Text in double quotes, of at most limit
// characters.
func Quote(text string, limit int) string {
	short := first(text, limit)
	quoted := `"` + Text(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(short)) + `"`
	if short != text {
		return quoted + "…"
	}
	return quoted
}

// Clip shortens text to its first limit characters, and shows that it did.
func Clip(text string, limit int) string {
	if len(text) <= limit { // as many characters at most
		return text
	}
	if short := first(text, limit); short != text {
		return short + "…"
	}
	return text
}

func first(text string, limit int) string {
	n := 0
	for i := range text {
		if n == limit {
			return text[:i]
		}
		n++
	}
	return text
}

// Word makes a stranger's word fit for an error message.
func Word(word string) string {
	return first(strings.Map(func(r rune) rune {
		if r > 0x20 && r < 0x7f && r != '`' {
			return r
		}
		return '?'
	}, word), 40)
}
