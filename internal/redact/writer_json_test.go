package redact

import (
	"strings"
	"testing"
)

// TestWriteJSON: a document comes after what was held back, whole and with its secrets hidden.
func TestWriteJSON(t *testing.T) {
	t.Parallel()
	r := &Redactor{}
	r.Add("hunter2-77")
	var out strings.Builder
	w := r.Writer(&out)
	if _, err := w.Write([]byte("before")); err != nil {
		t.Fatal(err)
	}
	if err := w.WriteJSON([]byte(`{"a": "hunter2-77"}`)); err != nil || out.String() != `before{"a": "***"}` {
		t.Errorf("%q, %v", out.String(), err)
	}
}
