package wording

import "testing"

// TestMatchPath: a * reaches no further than a part of the path.
func TestMatchPath(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pattern, name string
		want          bool
	}{
		{"models/base.json", "models/base.json", true},
		{"models/*.json", "models/base.json", true},
		{"*/b*", "models/base.json", true},
		{"*", "models/base.json", false},
		{"models/*", "models/old/base.json", false},
		{"models", "models/base.json", false},
		{"", "models/base.json", false},
	} {
		if got := MatchPath(tt.pattern, tt.name); got != tt.want {
			t.Errorf("%q matches %q: %v", tt.pattern, tt.name, got)
		}
	}
}
