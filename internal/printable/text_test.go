package printable

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// hostile are characters that would drive a terminal, hide, or turn the line.
const hostile = "\x1b[31m\x07\x08\x7f\u0085\u200b\u202e\u2066\u2028\ufeff\u00ad\u3164\ufe0f"

// TestNothingHides: none of the ways to show a text lets such a character through,
// and none breaks the line.
func TestNothingHides(t *testing.T) {
	t.Parallel()
	text := "a" + hostile + "\r\n\tb \xff c"
	for name, got := range map[string]string{
		"Text": Text(text), "OneLine": OneLine(text, 1000), "Quote": Quote(text, 1000), "Word": Word(text),
	} {
		if i := strings.IndexFunc(got, func(r rune) bool { return !Shows(r) }); i >= 0 || !utf8.ValidString(got) {
			t.Errorf("%s gives %q", name, got)
		}
	}
	for r := range strings.SplitSeq(Line(text), "") {
		if c, _ := utf8.DecodeRuneInString(r); !Shows(c) && r != "\ufe0f" {
			t.Errorf("Line lets %q through", r)
		}
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, got, want string }{
		{"escapes", Text("a\tb\r\nc\x1b\u202e\U000e0001\xff\ufffd日✓"), `a\tb\r\nc\x1b\u202e\U000e0001\xff` + "\ufffd日✓"},
		{"nothing to escape", Text("plain ~ text"), "plain ~ text"},
		{"one line", OneLine(" a\n\tb\u202e  c\xff ", 10), "a b c"},
		{"one line, clipped", OneLine("äöü xyz", 4), "äöü …"},
		{"one line of a terminal's commands", OneLine("\x1b[31mred\u2028a\u0085b", 30), "[31mred a b"},
		{"quoted", Quote("a\n\u202e\"", 9), `"a\n\u202e\""`},
		{"quoted and clipped", Quote("äöü", 2), `"äö"…`},
		{"clipped", Clip("äöü", 2), "äö…"},
		{"as long as it may be", Clip("äöü", 3), "äöü"},
		{"an emoji of several characters", Line("✔\ufe0f 👩\u200d🔬"), "✔\ufe0f 👩\u200d🔬"},
		{"a word", Word("run`me\n" + strings.Repeat("x", 100)), "run?me?" + strings.Repeat("x", 33)},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}
