package scripts

import (
	"slices"
	"testing"
)

// FuzzRules: every rule is found once, however they need each other.
func FuzzRules(f *testing.F) {
	f.Add("all: train\ntrain: data\n\tpython train.py\ndata:\n\tdvc pull\n", "all")
	f.Add("a: b\nb: a\n\tx\n", "a")
	f.Add("a b:: c; x\n\ty\\\nz\n.PHONY: a\nv := 1\n", "")
	f.Fuzz(func(t *testing.T, makefile, goal string) {
		var goals []string
		if goal != "" {
			goals = []string{goal}
		}
		found, known := Rules(makefile, goals)
		if !known && found != nil {
			t.Errorf("%q: rules of an unknown goal %q", makefile, goal)
		}
		var targets []string
		for _, rule := range found {
			if slices.Contains(targets, rule.Target) {
				t.Errorf("%q: %q stands twice", makefile, rule.Target)
			}
			targets = append(targets, rule.Target)
		}
	})
}
