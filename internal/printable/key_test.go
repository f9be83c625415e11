package printable

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestKey: what fits stays, and of two names that are cut or changed each has a key.
func TestKey(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"churn", "", "模型", strings.Repeat("n", 100), strings.Repeat("ä", 100)} {
		if got := Key(name, 100); got != name {
			t.Errorf("%q: %q", name, got)
		}
	}
	seen := map[string]string{}
	long := strings.Repeat("n", 120)
	for _, name := range []string{
		long, long + "a", long + "b", long[:100], long[:101], strings.Repeat("ä", 101), strings.Repeat("ä", 102),
		"a b", "a  b", "a b ", "a\u200bb", "a\nb", "a\tb",
	} {
		got := Key(name, 100)
		if other, there := seen[got]; there {
			t.Errorf("%q and %q have one key: %q", name, other, got)
		}
		if utf8.RuneCountInString(got) > 100 || OneLine(got, 100) != got {
			t.Errorf("%q: %q", name, got)
		}
		seen[got] = name
	}
}
