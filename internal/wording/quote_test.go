package wording

import (
	"os/exec"
	"testing"
)

// TestQuote asks a shell what it reads.
func TestQuote(t *testing.T) {
	t.Parallel()
	words := map[string]bool{ // whether it stays bare
		"make": true, "iris-classifier": true, "a/b.c:d=e@f%g+h,i": true,
		"": false, "-x": false, "two words": false, "it's": false, "$HOME": false, "`id`": false, "a\nb": false, "a;b": false, "*": false, "~": false, "ß": false, `\`: false, "!": false, "#": false,
	}
	for word, bare := range words {
		quoted := Quote(word)
		if (quoted == word) != bare {
			t.Errorf("Quote(%q) = %s", word, quoted)
		}
		out, err := exec.CommandContext(t.Context(), "sh", "-c", "printf %s "+quoted).Output()
		if word == "-x" {
			out, err = exec.CommandContext(t.Context(), "sh", "-c", "printf %s -- "+quoted).Output()
			out = out[len("--"):]
		}
		if err != nil || string(out) != word {
			t.Errorf("a shell reads %s as %q, %v; want %q", quoted, out, err, word)
		}
	}
}

// TestUnquote: what shlex.quote writes comes back, and what is no such text stays.
func TestUnquote(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a": "a", "'a b'": "a b", "''": "", "'": "'", `'it'"'"'s'`: "it's", `''"'"'a b'"'"''`: "'a b'", "'a' 'b'": "'a' 'b'", `"a b"`: `"a b"`,
	} {
		if got := Unquote(text); got != want {
			t.Errorf("Unquote(%s) = %s, want %s", text, got, want)
		}
	}
}
