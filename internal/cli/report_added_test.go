package cli

import (
	"strings"
	"testing"
)

// TestAddedWords: a history that nothing was read for is not said to have it.
func TestAddedWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		added, read int
		want        string
	}{{0, 0, "no result of a training was read"}, {0, 2, "which has these checks"}, {2, 2, "added 2 checks to past"}} {
		if got := addedWords(tt.added, tt.read, []string{"past"}); !strings.Contains(got, tt.want) {
			t.Errorf("%d of %d: %q, want %q", tt.added, tt.read, got, tt.want)
		}
	}
}
