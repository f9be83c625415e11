package wording

import "testing"

// TestStop: a sentence has one stop.
func TestStop(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "it failed": "it failed.", "it failed.": "it failed.", "did you mean iris?": "did you mean iris?", "model churn?": "model churn?", "stop!": "stop!", "and more…": "and more…",
	} {
		if got := Stop(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
