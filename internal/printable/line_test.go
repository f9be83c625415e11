package printable

import (
	"strings"
	"testing"
)

// TestLine: a training's output can do nothing to a terminal or to the
// log of a job.
func TestLine(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"epoch 1  loss 0.5":   "epoch 1  loss 0.5",
		"ä ✓ 日本":              "ä ✓ 日本",
		"a\tb":                "a    b",
		"\x1b[31mred\x1b[0m":  `\x1b[31mred\x1b[0m`,
		"back\bspace\x7f":     `back\x08space\x7f`,
		"\u202egpj.exe":       `\u202egpj.exe`,
		"x\u0085y":            `x\u0085y`,
		"##[error]no":         "# #[error]no",
		"a ##[group]##[debug": "a # #[group]# #[debug",
		"":                    "",
	} {
		if got := Line(line); got != want {
			t.Errorf("printable(%q) = %q, want %q", line, got, want)
		}
	}
	long := Line(strings.Repeat("x", 100_000))
	if len(long) > 2100 || !strings.HasSuffix(long, "x…") {
		t.Errorf("a line of 100,000 became %d long, ending %q", len(long), long[max(0, len(long)-5):])
	}
}
