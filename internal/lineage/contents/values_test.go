package contents

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// TestKeyChanges_text: a number that became text is told as such, by quotes or as each file has it, and other
// values as they read.
func TestKeyChanges_text(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ then, now, original, after string }{
		{"cap: 90\n", "cap: \"90\"\n", "90", `"90"`},
		{"cap: '90'\n", "cap: 90\n", `"90"`, "90"},
		{"cap: 90\n", "cap: \"80\"\n", "90", "80"},
		{"cap: 1e-1\n", "cap: 0.1\n", "1e-1", "0.1"},
		{"cap: 010\n", "cap: 10\n", "010", "10"},
		{"cap: \"a\"\n", "cap:\n", "a", "None"},
	} {
		own := KeyChanges(doc.YAML, []byte(tt.then), []byte(tt.now))
		if len(own) != 1 || own[0].Original != tt.original || own[0].Now != tt.after {
			t.Errorf("%q: %+v", tt.now, own)
		}
	}
}
