package challenge

import (
	"slices"
	"strings"
	"testing"
)

// TestWithout: what a training cannot be without is told apart from what it can, by folders
// and files, in a bounded number of trainings.
func TestWithout(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ files, needed, want string }{
		"none":                  {"", "", ""},
		"it goes on":            {"a/x.csv b/y.csv", "", "a/x.csv b/y.csv"},
		"it needs the one":      {"a/x.csv", "a/x.csv", "a/x.csv"},
		"one folder of two":     {"a/w.csv b/x.csv b/y.csv", "b/x.csv", "a/w.csv b/x.csv b/y.csv; a/w.csv; b/x.csv b/y.csv; b/x.csv; b/y.csv"},
		"one file of a folder":  {"a/w.csv a/x.csv", "a/x.csv", "a/w.csv a/x.csv; a/w.csv; a/x.csv"},
		"a folder of many":      {"a/1 a/2 a/3 a/4 a/5 b/w", "a/1", "a/1 a/2 a/3 a/4 a/5 b/w; b/w; a/1 a/2 a/3 a/4 a/5"},
		"many folders of a few": {"a/1 b/1 c/1 d/1 e/1 f/1", "a/1", "a/1 b/1 c/1 d/1 e/1 f/1; a/1; b/1; c/1; d/1"},
	} {
		var tried []string
		Without(strings.Fields(tt.files), func(group []string) bool {
			tried = append(tried, strings.Join(group, " "))
			return tt.needed == "" || !slices.Contains(group, tt.needed)
		})
		if got := strings.Join(tried, "; "); got != tt.want {
			t.Errorf("%s: without %s", name, got)
		}
	}
}
