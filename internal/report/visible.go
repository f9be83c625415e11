package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// visible gives foreign text as one line in which every character shows: what
// a terminal would obey, a reader could not see, or would reorder the line
// (control characters, line ends, bidirectional and zero-width marks, invalid
// UTF-8) is spelled as its escape.
// https://trojansource.codes says why the invisible ones matter.
func visible(text string) string {
	if plain(text) {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&out, `\x%02x`, text[i])
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\t':
			out.WriteString(`\t`)
		case r == '\r':
			out.WriteString(`\r`)
		case shows(r):
			out.WriteRune(r)
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

func plain(text string) bool {
	for i := range len(text) {
		if text[i] < 0x20 || text[i] >= 0x7f {
			return false
		}
	}
	return true
}

// shows says whether r has a shape of its own on one line.
func shows(r rune) bool {
	if r < 0x7f {
		return r >= 0x20
	}
	return unicode.IsPrint(r) &&
		!unicode.In(r, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// clip makes text visible and shortens it to at most width runes, keeping its
// beginning and its end. A width below 1 is no limit.
func clip(text string, width int) string {
	text = visible(text)
	runes := utf8.RuneCountInString(text)
	if width < 1 || runes <= width {
		return text
	}
	if width == 1 {
		return "…"
	}
	r := []rune(text)
	tail := (width - 1) / 3
	return string(r[:width-1-tail]) + "…" + string(r[len(r)-tail:])
}

// clipPair shortens two texts that are shown side by side. Where they differ
// and would look the same, it shows them from the first difference on.
func clipPair(a, b string, width int) (string, string) {
	x, y := clip(a, width), clip(b, width)
	if x != y || a == b || width < 8 {
		return x, y
	}
	ra, rb := []rune(a), []rune(b)
	at := 0
	for at < len(ra) && at < len(rb) && ra[at] == rb[at] {
		at++
	}
	from := max(0, at-2)
	x, y = head("…"+string(ra[from:]), width), head("…"+string(rb[from:]), width)
	return x, y
}

// head shortens text to its first width runes.
func head(text string, width int) string {
	if r := []rune(text); len(r) > width {
		return string(r[:width-1]) + "…"
	}
	return text
}
