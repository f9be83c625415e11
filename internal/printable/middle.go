package printable

import "unicode/utf8"

// Middle makes text visible and shortens it to at most width runes, keeping its
// beginning and its end. A width below 1 is no limit.
func Middle(text string, width int) string {
	text = Text(text)
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

// Pair shortens two texts that are shown side by side. Where they differ
// and would look the same, it shows them from the first difference on.
func Pair(a, b string, width int) (string, string) {
	x, y := Middle(a, width), Middle(b, width)
	if x != y || a == b || width < 8 {
		return x, y
	}
	ra, rb := []rune(a), []rune(b)
	at := 0
	for at < len(ra) && at < len(rb) && ra[at] == rb[at] {
		at++
	}
	from := max(0, at-2)
	return Clip("…"+string(ra[from:]), width-1), Clip("…"+string(rb[from:]), width-1)
}
