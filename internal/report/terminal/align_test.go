package terminal

import (
	"strings"
	"testing"
)

// TestAlign: columns stand below each other for characters of two columns as well.
func TestAlign(t *testing.T) {
	t.Parallel()
	lines := Align([][]string{{"精度", "0.9"}, {"f1", "10.25"}, {"±σ…", "✓"}}, " r")
	want := []string{"精度    0.9", "f1    10.25", "±σ…       ✓"}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	if got := Wrap("精度精度精度 精度精度精度 x", 20); len(got) != 2 || got[0] != "精度精度精度" {
		t.Errorf("wrapped at 20 columns: %q", got)
	}
}
