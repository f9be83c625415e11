package environment

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Target is the software to rebuild.
type Target struct {
	Requires []Requirement // to be installed
	Pins     []Requirement // versions of these, and of what they bring along
	Never    []string      // what no index is asked for: the project's own packages, and what was from elsewhere
	Python   string        // 3.11 or 3.11.7; "" is the user's
	Before   time.Time     // nothing newer, where that can be asked for; zero is no bound
	Complete bool          // all that was installed has a version
	From     []string      // who says so: "uv.lock", "requirements.txt of model churn v7"

	Lacking []string // what an index cannot have
	Conda   []string // what conda built, which an index of Python's has otherwise, if at all
	Left    []string // what was not taken, and why
}

// NewTarget puts together what a project declares and what a run recorded of its software. A
// recorded version was there: it outranks a lock that has another. What was no index's is
// asked of none, whoever needs it.
func NewTarget(declared Declared, recorded repro.RecordedSoftware, before time.Time) Target {
	ran := readRan(recorded, declared.Own)
	w := Target{
		Before:   before,
		Python:   cmp.Or(pythonVersion([]byte(recorded.Python.Value)), declared.Python),
		Never:    slices.Concat(declared.Own, declared.Foreign, ran.foreign),
		Lacking:  slices.Concat(declared.Lacking, ran.lacking),
		Left:     slices.Concat(declared.Left, ran.left),
		Complete: declared.Transitive || len(recorded.Installed) > 0,
		From:     ran.from,
	}
	if declared.From != "" {
		w.From = append(w.From, declared.From)
	}
	if declared.Python != "" && !withinVersion(w.Python, declared.Python) {
		w.Left = append(w.Left, fmt.Sprintf("Python %s of .python-version, as the run recorded %s", declared.Python, w.Python))
	}
	if r, ok := pinned("mlflow", recorded.MLflow.Value, ""); ok && ran.lacks("mlflow") && ran.lacks("mlflow-skinny") {
		w.Pins = append(w.Pins, r)
	}
	outranked := func(r Requirement) bool {
		known, recorded := ran.exact[r.Name]
		if recorded && r.Pin() != "" && !sameVersion(known, r) {
			w.Left = append(w.Left, fmt.Sprintf("%s %s of %s, as the run recorded %s", r.Name, r.Pin(), declared.From, known.Pin()))
		}
		return recorded
	}
	for _, pin := range declared.Pins {
		if !outranked(pin) && !slices.ContainsFunc(ran.decided, func(r Requirement) bool { return r.Name == pin.Name && r.Pin() != "" }) {
			w.Pins = append(w.Pins, pin)
		}
	}
	for _, asked := range declared.Requires {
		if outranked(asked) {
			asked.Spec, asked.Marker = ran.exact[asked.Name].Spec, ""
		}
		w.Requires = append(w.Requires, asked)
	}
	for name, r := range ran.exact {
		if r.Extras != "" || !slices.ContainsFunc(w.Requires, func(asked Requirement) bool { return asked.Name == name }) {
			w.Requires = append(w.Requires, r)
		}
	}
	w.Pins = append(w.Pins, slices.DeleteFunc(ran.pins, func(pin Requirement) bool { return !ran.lacks(pin.Name) })...)
	w.Requires = append(w.Requires, ran.decided...)
	for _, r := range ran.decided { // where its marker does not hold, and another asks for it
		again := func(other Requirement) bool { return other != r && other.Name == r.Name }
		if r.Pin() != "" && !slices.ContainsFunc(ran.decided, again) {
			w.Pins = append(w.Pins, Requirement{Name: r.Name, Spec: r.Spec})
		}
	}
	w.conda(slices.DeleteFunc(slices.Clone(recorded.Conda), func(p repro.Package) bool { return slices.Contains(declared.Own, p.Name) }))
	never := func(r Requirement) bool { return slices.Contains(w.Never, r.Name) }
	w.Requires, w.Pins = slices.DeleteFunc(w.Requires, never), slices.DeleteFunc(w.Pins, never)
	w.sort()
	return w
}

// lacks says whether a run recorded no version of a package.
func (r ran) lacks(name string) bool {
	_, known := r.exact[name]
	return !known
}

// withinVersion says whether a version of Python is another's, or one of another: 3.11.7
// of 3.11.
func withinVersion(version, of string) bool {
	return version == of || strings.HasPrefix(version, of+".") || strings.HasPrefix(of, version+".")
}

// sort gives all lists one order, so that one content has one digest.
func (w *Target) sort() {
	for _, list := range []*[]Requirement{&w.Requires, &w.Pins} {
		order.By(*list, func(a, b Requirement) int { return strings.Compare(a.String(), b.String()) })
		*list = slices.Compact(*list)
	}
	for _, list := range []*[]string{&w.From, &w.Lacking, &w.Conda, &w.Left, &w.Never} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
}

// bound says whether an installer is asked for nothing newer than the original: it can be,
// and a list that is whole leaves nothing to choose.
func (w Target) bound(i installer) bool {
	return i.uv != "" && !w.Before.IsZero() && !w.Complete
}

// needed are packages that an installer's output says are needed, and no index is asked for.
func (w Target) needed(log []string) []string {
	text := strings.Join(log, " ")
	return slices.DeleteFunc(slices.Clone(w.Never), func(name string) bool {
		return !regexp.MustCompile(`(?i)(?:^|[^a-z0-9._-])` + regexp.QuoteMeta(name) + `<0`).MatchString(text)
	})
}

// Pinned says whether anybody recorded a version of anything.
func (w Target) Pinned() bool {
	return len(w.Pins) > 0 || slices.ContainsFunc(w.Requires, func(r Requirement) bool { return r.Pin() != "" })
}

// count is how many versions were recorded.
func (w Target) count() int {
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

// lines are the two files that an installer reads. An index may have packages of anybody's
// under the names of what was not from one: no version of those is allowed.
func (w Target) lines() (requirements, constraints string) {
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
