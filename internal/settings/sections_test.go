package settings

import (
	"testing"
)

// TestSections: each heading begins at an option that is there, and every
// option has one.
func TestSections(t *testing.T) {
	t.Parallel()
	for name := range sections {
		if _, ok := Find(name); !ok {
			t.Errorf("a section begins at %s, which is no option", name)
		}
	}
	for _, option := range Options {
		if Section(option.Name) == "" {
			t.Errorf("%s is in no section", option.Name)
		}
	}
}
