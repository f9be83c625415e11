package github_test

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github"
)

func TestClip(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain": "plain", "two\nlines": "two lines", "\x1b[31mred": " [31mred", "a\u2028b\u0085c\xff": "a b c ",
		strings.Repeat("é", 12): strings.Repeat("é", 10) + "…",
	} {
		if got := github.Clip(text, 10); got != want {
			t.Errorf("clip(%q) = %q, want %q", text, got, want)
		}
	}
}
