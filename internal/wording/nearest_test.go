package wording

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"accuracy", "f1_score", "val_loss"}
	for text, want := range map[string]string{
		"acuracy": "accuracy", "f1_scor": "f1_score", "VAL_LOSS": "val_loss", "val-loss": "val_loss", "throughput": "", "acucracy": "accuracy", "": "", "x": "", "accuracy": "",
	} {
		if got := Nearest(text, known); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := Nearest("accuracy", []string{"accuracy", "accuracies", "acuracy"}); got != "acuracy" {
		t.Errorf("besides itself, accuracy is nearest to %q", got)
	}
	if got := Nearest(strings.Repeat("x", 10_000), []string{strings.Repeat("x", 9_999)}); got != "" {
		t.Error("a name of 10,000 characters was searched for")
	}
}

func TestEditDistance(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"same", "sAME", 3}, {"ab", "ba", 1}, {"train", "trian", 1}, {"ca", "abc", 3}} {
		if got := EditDistance(tt.a, tt.b); got != tt.want {
			t.Errorf("from %q to %q: %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
