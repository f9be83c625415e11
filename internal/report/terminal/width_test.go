package terminal

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestWidth compares with what counts by Unicode's clusters.
func TestWidth(t *testing.T) {
	t.Parallel()
	pieces := []string{
		"a", "churn", " ", "\t", "\x00", "é", "e\u0301", "漢字", "한국", "\u1112\u1161\u11ab", "ﾃﾞ", "…", "→", "±", "█▇", "\u200b", "\ufeff", "\ufffd", "\xff",
		"👍", "👍🏽", "👩‍🔬", "👩🏽‍🔬", "🏳️‍🌈", "👨‍👩‍👧‍👦", "❤️", "❤️‍🔥", "1️⃣", "⚕", "🧑‍⚕️", "🇩🇪", "🇩🇪🇫🇷", "🇩", "☕", "✅", "क्\u200dष", "ไทย", "مرحبا", "🏴\U000e0067\U000e0062\U000e007f",
	}
	for _, text := range pieces {
		if got, want := Width(text), condition.StringWidth(text); got != want {
			t.Errorf("%q is %d wide, want %d", text, got, want)
		}
	}
	random := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		var text strings.Builder
		for range random.IntN(8) {
			text.WriteString(pieces[random.IntN(len(pieces))] + " ")
		}
		if got, want := Width(text.String()), condition.StringWidth(text.String()); got != want {
			t.Fatalf("%q is %d wide, want %d", text.String(), got, want)
		}
	}
}
