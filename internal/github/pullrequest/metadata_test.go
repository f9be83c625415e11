package pullrequest

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestMetadataCannotBreakOut: whatever a value is, the comment stays one hidden
// line that says it back.
func TestMetadataCannotBreakOut(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"churn v7", "--> <img src=x>", "a\nb", "]]>", "\u2028", "<!--", strings.Repeat("-", 100), `"},"verdict":"reproduced`} {
		m := Metadata{Key: key, Verdict: repro.Drifted, At: checked, Run: "<>&", Commit: "-->"}
		line, err := m.Line()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Count(line, "-->") != 1 || strings.ContainsAny(line[4:len(line)-3], "<>\n\r") {
			t.Errorf("key %q breaks out: %s", key, line)
		}
		if got, ok := parseMetadata(line + "\nbody"); !ok || got != m {
			t.Errorf("key %q comes back as %+v", key, got)
		}
		if got, ok := parseMetadata(line + "\r\nbody"); !ok || got != m {
			t.Errorf("key %q with CRLF comes back as %+v", key, got)
		}
	}
	if _, err := (Metadata{Key: "", At: checked}).Line(); err == nil {
		t.Error("a marker without a key")
	}
	if _, err := (Metadata{Key: strings.Repeat("k", 5000), At: checked}).Line(); err == nil {
		t.Error("a marker without end")
	}
}

func FuzzMetadata(f *testing.F) {
	f.Add(`<!-- reproduce {"key":"a","verdict":"drifted","at":"2026-01-01T00:00:00Z"} -->`)
	f.Add("<!-- reproduce {} -->")
	f.Add("<!-- reproduce  -->\n")
	f.Fuzz(func(t *testing.T, body string) {
		m, ok := parseMetadata(body)
		if !ok {
			return
		}
		line, err := m.Line()
		if err != nil {
			t.Skip() // longer when escaped
		}
		again, ok := parseMetadata(line)
		if !ok || again.Key != m.Key || !again.At.Equal(m.At) {
			t.Errorf("%q is read as %+v, written as %q", body, m, line)
		}
	})
}
