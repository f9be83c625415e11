package wording

import "testing"

// TestOfKind: a kind is said once.
func TestOfKind(t *testing.T) {
	t.Parallel()
	for _, tt := range [][3]string{
		{"package", "numpy", "package numpy"}, {"data", "data/train.csv", "data/train.csv"}, {"data", "database.csv", "data database.csv"},
		{"command", "command line", "command line"}, {"seed", "", "seed"}, {"", "lr", "lr"},
	} {
		if got := OfKind(tt[0], tt[1]); got != tt[2] {
			t.Errorf("%q of kind %q: %q", tt[1], tt[0], got)
		}
	}
}
