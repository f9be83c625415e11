package repro

import (
	"strings"
	"testing"
)

// TestIsRunID takes what MLflow takes: its own ids and those that other servers
// give, and nothing that could be a path.
func TestIsRunID(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"3f9c2d1a5b7e4c6d8e9f0a1b2c3d4e5f", "a", "0", "my_run-1", strings.Repeat("a", 256)} {
		if !IsRunID(id) {
			t.Errorf("%q is no run id", id)
		}
	}
	for _, id := range []string{"", "_a", "-a", "a/b", "..", "a.b", "a b", "a\n", "ä", "a\x00", strings.Repeat("a", 257)} {
		if IsRunID(id) {
			t.Errorf("%q is a run id", id)
		}
	}
}
