package environment

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Wanted is the software to rebuild.
type Wanted struct {
	Requires []Requirement // to be installed
	Pins     []Requirement // versions of these, and of what they bring along
	Never    []string      // the project's own packages, which no index is asked for
	Python   string        // 3.11 or 3.11.7; "" is the user's
	Before   time.Time     // nothing newer, where that can be asked for; zero is no bound
	From     []string      // who says so: "uv.lock", "requirements.txt of model churn v7"

	Lacking []string // what an index cannot have
	Left    []string // what was not taken, and why
}

// Want puts together what a project declares and what a run recorded of its software. A
// recorded version was there: it outranks a lock that has another.
func Want(declared Declared, recorded repro.Lineage, before time.Time) Wanted {
	w := Wanted{Never: declared.Own, Before: before, Lacking: declared.Lacking, Left: declared.Left, Python: cmp.Or(pythonVersion([]byte(recorded.Python.Value)), declared.Python)}
	if declared.From != "" {
		w.From = append(w.From, declared.From)
	}
	ran := map[string]Requirement{}
	take := func(p repro.Package) {
		r, ok := pinned(p.Name, p.Version, "")
		switch {
		case !ok, p.Conditional:
			if p.Version != "" || p.Note != "" {
				w.Left = append(w.Left, p.Name+" ("+p.From+" does not have it as a version alone)")
			}
		case !slices.Contains(declared.Own, r.Name):
			ran[r.Name] = r
			if !slices.Contains(w.From, p.From) {
				w.From = append(w.From, p.From)
			}
		}
	}
	for _, p := range packaging.ByPackage(recorded.Packages) {
		take(p)
	}
	_, skinny := ran["mlflow-skinny"]
	if _, full := ran["mlflow"]; !full && !skinny && recorded.MLflow.Known() {
		if r, ok := pinned("mlflow", recorded.MLflow.Value, ""); ok {
			w.Pins = append(w.Pins, r)
		}
	}
	for _, pin := range declared.Pins {
		r, recorded := ran[pin.Name]
		if recorded {
			if change, _ := packaging.VersionChange(r.Pin(), pin.Pin()); change != packaging.VersionSame {
				w.Left = append(w.Left, fmt.Sprintf("%s %s of %s, as the run recorded %s", pin.Name, pin.Pin(), declared.From, r.Pin()))
			}
			continue
		}
		w.Pins = append(w.Pins, pin)
	}
	for _, asked := range declared.Requires {
		if slices.Contains(declared.Own, asked.Name) {
			continue
		}
		if r, recorded := ran[asked.Name]; recorded {
			if pin := asked.Pin(); pin != "" {
				if change, _ := packaging.VersionChange(r.Pin(), pin); change != packaging.VersionSame {
					w.Left = append(w.Left, fmt.Sprintf("%s %s of %s, as the run recorded %s", asked.Name, pin, declared.From, r.Pin()))
				}
			}
			asked.Spec = r.Spec
		}
		w.Requires = append(w.Requires, asked)
	}
	for name, r := range ran {
		if !slices.ContainsFunc(w.Requires, func(asked Requirement) bool { return asked.Name == name }) {
			w.Requires = append(w.Requires, r)
		}
	}
	w.sort()
	return w
}

// sort gives all lists one order, so that one content has one digest.
func (w *Wanted) sort() {
	for _, list := range []*[]Requirement{&w.Requires, &w.Pins} {
		order.By(*list, func(a, b Requirement) int { return strings.Compare(a.String(), b.String()) })
		*list = slices.Compact(*list)
	}
	for _, list := range []*[]string{&w.From, &w.Lacking, &w.Left, &w.Never} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
}

// Open names what is to be installed in a version that nobody recorded.
func (w Wanted) Open() []string {
	known := map[string]bool{}
	for _, r := range w.Pins {
		known[r.Name] = true
	}
	open := map[string]bool{}
	for _, r := range w.Requires {
		if r.Pin() == "" && !known[r.Name] {
			open[r.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(open))
}

// Pinned says whether anybody recorded a version of anything.
func (w Wanted) Pinned() bool {
	return len(w.Pins) > 0 || slices.ContainsFunc(w.Requires, func(r Requirement) bool { return r.Pin() != "" })
}

// count is how many versions were recorded.
func (w Wanted) count() int {
	names := map[string]bool{}
	for _, r := range slices.Concat(w.Requires, w.Pins) {
		names[r.Name] = names[r.Name] || r.Pin() != ""
	}
	n := 0
	for _, known := range names {
		if known {
			n++
		}
	}
	return n
}

// covers says whether all of these packages are asked for.
func (w Wanted) covers(names []string) bool {
	asked := w.names()
	return !slices.ContainsFunc(names, func(name string) bool { return !asked[name] })
}

// lines are the two files that an installer reads. No index is asked for the project's own
// packages: another's may have their names.
func (w Wanted) lines() (requirements, constraints string) {
	var asked, held []string
	for _, r := range w.Requires {
		asked = append(asked, r.String())
	}
	for _, r := range w.Pins {
		held = append(held, Requirement{Name: r.Name, Spec: r.Spec, Marker: r.Marker}.String())
	}
	for _, name := range w.Never {
		held = append(held, name+"<0")
	}
	return strings.Join(asked, "\n") + "\n", strings.Join(held, "\n") + "\n"
}
