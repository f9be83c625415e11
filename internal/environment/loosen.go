package environment

import "strings"

// How far a version may be from the recorded one: not at all, in its last part, in its
// minor part, in any, and the package left out.
const (
	exactly = iota
	samePatch
	sameMinor
	anyVersion
	leftOut
)

// loosened is a requirement whose version may be so far from the recorded one; ok is false
// where it is left out.
func loosened(r Requirement, level int) (Requirement, bool) {
	pin := r.Pin()
	if pin == "" || level == exactly {
		return r, level < leftOut
	}
	parts := strings.FieldsFunc(pin, func(c rune) bool { return c == '.' || c == '+' })
	switch {
	case level == samePatch && len(parts) > 2:
		r.Spec = "==" + parts[0] + "." + parts[1] + ".*"
	case level <= sameMinor && len(parts) > 1:
		r.Spec = "==" + parts[0] + ".*"
	case level <= anyVersion:
		r.Spec = ""
	}
	return r, level < leftOut
}

// loosen is the software with some packages' versions loosened.
func (w Target) loosen(levels map[string]int) Target {
	for _, list := range []*[]Requirement{&w.Requires, &w.Pins} {
		var kept []Requirement
		for _, r := range *list {
			if loose, ok := loosened(r, levels[r.Name]); ok {
				kept = append(kept, loose)
			}
		}
		*list = kept
	}
	return w
}

// pinnedNames are the packages that have a version to be loosened, or are asked for.
func (w Target) names() map[string]bool {
	names := map[string]bool{}
	for _, list := range [][]Requirement{w.Requires, w.Pins} {
		for _, r := range list {
			names[r.Name] = true
		}
	}
	return names
}

// recordedAs is the requirement of a package as it was recorded: "numpy==1.26.4".
func (w Target) recordedAs(name string) string {
	for _, list := range [][]Requirement{w.Requires, w.Pins} {
		for _, r := range list {
			if r.Name == name && r.Pin() != "" {
				return name + "==" + r.Pin()
			}
		}
	}
	return name
}
