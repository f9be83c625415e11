package page

import (
	"cmp"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
)

// This file says which versions of a model are shown.

// current leaves the versions out that are past, whose latest check reproduced and that
// nobody uses by an alias: no other may vanish because nobody checks it any more.
func current(versions []Model) []Model {
	newest := 0
	for i, m := range versions {
		if n := versions[newest]; cmp.Or(m.Checked.Compare(n.Checked), compareVersions(m.Version, n.Version)) > 0 {
			newest = i
		}
	}
	var shown, older []Model
	place := 0
	for i, m := range versions {
		m.Past = i != newest && m.Overdue
		if m.Past && m.endedWell() && m.widened() == "" && !inUse(m, versions) {
			older = append(older, m)
			continue
		}
		if i == newest {
			place = len(shown)
		}
		shown = append(shown, m)
	}
	order.By(older, func(a, b Model) int { return compareVersions(b.Version, a.Version) })
	shown[place].Older = older
	return shown
}

// originalsOf are the original runs that the checks of a version, oldest first, are of; ""
// where none is named. One is left out where the version was made again under its number:
// all checks of another run come after its own, and the latest on a later day. A run that
// comes back after another is a second version of the number.
func originalsOf(checks []repro.Check) (originals []string) {
	type span struct{ first, last time.Time }
	spans := map[string]span{}
	for _, c := range checks {
		if c.Original == "" {
			continue
		}
		s, there := spans[c.Original]
		if !there {
			s.first = c.At
			originals = append(originals, c.Original)
		}
		s.last = c.At
		spans[c.Original] = s
	}
	if len(originals) == 0 {
		return []string{""}
	}
	kept := slices.DeleteFunc(slices.Clone(originals), func(original string) bool {
		last := spans[original].last
		return slices.ContainsFunc(originals, func(other string) bool {
			o := spans[other]
			return o.first.After(last) && status.Day(o.last).After(status.Day(last))
		})
	})
	return kept
}

// endedWell says whether the latest check ran and reproduced, and no drift before it is
// left open.
func (m Model) endedWell() bool {
	latest := m.Latest()
	return !m.Missed && m.Verdict == repro.Reproduced && m.Decided.Equal(m.Checked) && latest != nil && latest.Verdict == repro.Reproduced
}

// inUse says whether a version had an alias, or a stage, at its latest check that no other
// version has had since.
func inUse(m Model, versions []Model) bool {
	names := uses(m)
	for _, other := range versions {
		if !other.Checked.After(m.Checked) {
			continue
		}
		has := uses(other)
		names = slices.DeleteFunc(names, func(name string) bool { return slices.Contains(has, name) })
	}
	return len(names) > 0
}

// uses are the aliases of a version and its stage, by its latest check.
func uses(m Model) (names []string) {
	latest := m.Latest()
	if latest == nil {
		return nil
	}
	for _, alias := range latest.Aliases {
		names = append(names, "@"+alias)
	}
	if latest.Stage != "" && latest.Stage != "None" && latest.Stage != "Archived" {
		names = append(names, latest.Stage)
	}
	return names
}

// leftOut counts the versions that are not shown.
func leftOut(models []Model) (n int) {
	for _, m := range models {
		n += len(m.Older)
	}
	return n
}
