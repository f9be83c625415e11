package packaging

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestListed: packages are counted once a name, as the first witness lists them.
func TestListed(t *testing.T) {
	t.Parallel()
	list := []repro.Package{{Name: "numpy", From: "the record"}, {Name: "PyYAML", From: "the record"}, {Name: "pyyaml", From: "the record"}, {Name: "scipy", From: "uv.lock at 1a2b3c4"}}
	if number, from := Listed(list); number != 2 || from != "the record" {
		t.Errorf("%d from %q", number, from)
	}
	if number, from := Listed(nil); number != 0 || from != "" {
		t.Errorf("of none: %d from %q", number, from)
	}
}
