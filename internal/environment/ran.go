package environment

import (
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A ran is what a run recorded of its software, as an index can be asked for it.
type ran struct {
	exact   map[string]Requirement // by their names, in the one version that was there
	decided []Requirement          // in a version that is open, or that a marker decides about
	pins    []Requirement          // versions of what others bring along

	from, foreign, lacking, left []string

	own    []string          // the project's
	source map[string]string // of exact
}

// readRan sorts what a run recorded, the surest first: what was seen to be installed, what
// was imported, what was written down. Of two versions the first counts.
func readRan(recorded repro.RecordedSoftware, own []string) ran {
	r := ran{exact: map[string]Requirement{}, own: own, source: map[string]string{}, left: slices.Clone(recorded.Notes)}
	for _, p := range recorded.Installed {
		switch name := packaging.PackageName(p.Name); {
		case name == "pip" || slices.Contains(own, name):
		case p.Version == "":
			r.foreign = append(r.foreign, name)
			r.lacking = append(r.lacking, name+" ("+p.From+" has it from an address or a directory)")
		default:
			r.take(p.Name, p.Version, p.From)
		}
	}
	for _, p := range recorded.Imported {
		r.take(p.Name, p.Version, p.From)
	}
	for _, list := range recorded.Lists {
		r.list(readRecorded(list.From, list.Text, list.Constraints))
	}
	for _, name := range r.foreign {
		delete(r.exact, name)
	}
	return r
}

// take notes one version; two of one source are none.
func (r *ran) take(name, version, from string) {
	one, ok := pinned(name, version, "")
	if !ok {
		r.lacking = append(r.lacking, fmt.Sprintf("%q (%s has no version of it that is read)", name, from))
		r.foreign = append(r.foreign, packaging.PackageName(name))
		return
	}
	r.add(one, from)
}

func (r *ran) add(one Requirement, from string) {
	if slices.Contains(r.own, one.Name) || slices.Contains(r.foreign, one.Name) {
		return
	}
	known, again := r.exact[one.Name]
	switch {
	case !again:
		r.exact[one.Name], r.source[one.Name] = one, from
		if !slices.Contains(r.from, from) {
			r.from = append(r.from, from)
		}
	case !sameVersion(known, one) && r.source[one.Name] == from:
		r.lacking = append(r.lacking, fmt.Sprintf("%s (%s has %s and %s)", one.Name, from, known.Pin(), one.Pin()))
	case !sameVersion(known, one):
		r.left = append(r.left, fmt.Sprintf("%s %s of %s, as %s has %s", one.Name, one.Pin(), from, r.source[one.Name], known.Pin()))
	case known.Extras == "":
		known.Extras = one.Extras
		r.exact[one.Name] = known
	}
}

// list takes what a requirements file lists, without what is the project's own.
func (r *ran) list(listed Declared) {
	r.foreign = append(r.foreign, listed.Foreign...)
	r.lacking = append(r.lacking, listed.Lacking...)
	r.left = append(r.left, listed.Left...)
	r.pins = append(r.pins, listed.Pins...)
	for _, one := range listed.Requires {
		switch _, known := r.exact[one.Name]; {
		case slices.Contains(r.own, one.Name):
		case one.Pin() != "" && one.Marker == "":
			r.add(one, listed.From)
		case !known || one.Pin() != "" && one.Marker != "":
			r.decided = append(r.decided, one)
			if !slices.Contains(r.from, listed.From) {
				r.from = append(r.from, listed.From)
			}
		}
	}
	r.decided = slices.DeleteFunc(r.decided, func(one Requirement) bool {
		_, known := r.exact[one.Name]
		return known
	})
}

// conda is what conda installed of which no pin says the same: an index of Python's has
// other builds under these names, if it has any.
func (w *Target) conda(packages []repro.Package) {
	for _, p := range packages {
		if slices.Contains([]string{"setuptools", "wheel"}, p.Name) {
			continue
		}
		one, ok := pinned(p.Name, p.Version, "")
		same := func(r Requirement) bool {
			return r.Name == one.Name && r.Pin() != "" && (p.Version == "" || sameVersion(r, one))
		}
		if slices.ContainsFunc(slices.Concat(w.Requires, w.Pins), same) {
			w.Left = append(w.Left, p.Name+" as conda built it ("+p.From+")")
			continue
		}
		w.Conda = append(w.Conda, p.Name+" ("+p.From+")")
		if ok { // where another package asks for it
			w.Pins = slices.DeleteFunc(w.Pins, func(r Requirement) bool { return r.Name == one.Name })
			w.Pins = append(w.Pins, one)
		}
	}
}

// sameVersion says whether two requirements allow one and the same version.
func sameVersion(a, b Requirement) bool {
	change, _ := packaging.VersionChange(a.Pin(), b.Pin())
	return change == packaging.VersionSame
}
