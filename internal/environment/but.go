package environment

import (
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// but is the software with some packages in other versions, or without them: what a trial of
// one package trains with. They may be newer than the original, so nothing is bound by its
// time any more.
func (w Target) but(others []repro.Package) Target {
	for _, other := range others {
		named := func(r Requirement) bool { return r.Name == other.Name }
		w.Requires, w.Pins = slices.DeleteFunc(slices.Clone(w.Requires), named), slices.DeleteFunc(slices.Clone(w.Pins), named)
		w.Conda = slices.DeleteFunc(slices.Clone(w.Conda), func(name string) bool { return name == other.Name })
		r, ok := pinned(other.Name, other.Version, "")
		switch {
		case other.Version == "":
			w.Never = append(slices.Clip(w.Never), other.Name)
			w.From = append(slices.Clip(w.From), "without "+other.Name)
		case !ok:
			w.Lacking = append(slices.Clip(w.Lacking), other.Name+" "+other.Version)
		default:
			w.Requires = append(w.Requires, r)
			w.From = append(slices.Clip(w.From), "with "+r.String())
		}
		w.Before = time.Time{}
	}
	w.sort()
	return w
}
