package contents

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// TestKeyChanges_text: a number that became text is told as such, and other values as they read.
func TestKeyChanges_text(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ then, now, original, after string }{
		{"cap: 90\n", "cap: \"90\"\n", "90", `"90"`},
		{"cap: '90'\n", "cap: 90\n", `"90"`, "90"},
		{"cap: 90\n", "cap: \"80\"\n", "90", "80"},
	} {
		own := KeyChanges(doc.YAML, []byte(tt.then), []byte(tt.now))
		if len(own) != 1 || own[0].Original != tt.original || own[0].Now != tt.after {
			t.Errorf("%q: %+v", tt.now, own)
		}
	}
}
