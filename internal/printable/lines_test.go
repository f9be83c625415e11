package printable

import "testing"

// TestLines: what would reorder a line or hide in it is spelled out, and the lines stay apart.
func TestLines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"resolve \u202echurn 1: model not found": `resolve \u202echurn 1: model not found`,
		"two\nlines\r\nand a\ttab":               "two\nlines\nand a    tab",
		"точность é":                             "точность é",
		"\x1b[31mred":                            `\x1b[31mred`,
		"":                                       "",
	} {
		if got := Lines(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
