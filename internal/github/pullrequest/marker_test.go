package pullrequest

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestMarkerCannotBreakOut: whatever a value is, the comment stays one hidden
// line that says it back.
func TestMarkerCannotBreakOut(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"churn v7", "--> <img src=x>", "a\nb", "]]>", "\u2028", "<!--", strings.Repeat("-", 100), `"},"verdict":"reproduced`} {
		m := Marker{Key: key, Verdict: repro.Drifted, At: checked, Run: "<>&", Commit: "-->"}
		line, err := m.Line()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Count(line, "-->") != 1 || strings.ContainsAny(line[4:len(line)-3], "<>\n\r") {
			t.Errorf("key %q breaks out: %s", key, line)
		}
		if got, ok := parseMarker(line + "\nbody"); !ok || got != m {
			t.Errorf("key %q comes back as %+v", key, got)
		}
		if got, ok := parseMarker(line + "\r\nbody"); !ok || got != m {
			t.Errorf("key %q with CRLF comes back as %+v", key, got)
		}
	}
	if _, err := (Marker{Key: "", At: checked}).Line(); err == nil {
		t.Error("a marker without a key")
	}
	if _, err := (Marker{Key: strings.Repeat("k", 5000), At: checked}).Line(); err == nil {
		t.Error("a marker without end")
	}
}

func FuzzMarker(f *testing.F) {
	f.Add(`<!-- reproduce {"key":"a","verdict":"drifted","at":"2026-01-01T00:00:00Z"} -->`)
	f.Add("<!-- reproduce {} -->")
	f.Add("<!-- reproduce  -->\n")
	f.Fuzz(func(t *testing.T, body string) {
		m, ok := parseMarker(body)
		if !ok {
			return
		}
		line, err := m.Line()
		if err != nil {
			t.Skip() // longer when escaped
		}
		again, ok := parseMarker(line)
		if !ok || again.Key != m.Key || !again.At.Equal(m.At) {
			t.Errorf("%q is read as %+v, written as %q", body, m, line)
		}
	})
}
