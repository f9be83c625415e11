package page

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
)

// A Model is one model version with its checks.
type Model struct {
	Repository string
	Name       string
	Version    string
	status.Status
	Checks []repro.Check // oldest first
	Older  []Model       // versions of the model that are left out for it, newest first
	Run    string        // the original's, where two are registered under the version's number; "" else
	Past   bool          // another version of the model was checked later, and this one not within the limit
}

// Label is the version as people say it.
func (m Model) Label() string { return repro.ModelVersion{Name: m.Name, Version: m.Version}.Label() }

// Latest is the latest check that ran; nil where none did.
func (m Model) Latest() *repro.Check { return m.latest(func(c repro.Check) bool { return true }) }

// lost says whether what the latest check said cannot be read.
func (m Model) lost() bool {
	latest := m.Latest()
	return latest != nil && latest.Lost
}

// Judged is the latest check with a verdict, of a drift that goes on its latest; nil where
// there is none.
func (m Model) Judged() *repro.Check {
	return m.latest(func(c repro.Check) bool {
		return c.Verdict == repro.Drifted || c.Verdict != repro.Unverified && m.Verdict != repro.Drifted
	})
}

func (m Model) latest(fits func(repro.Check) bool) *repro.Check {
	for i := len(m.Checks) - 1; i >= 0; i-- {
		if m.Checks[i].Verdict != repro.Missed && fits(m.Checks[i]) {
			return &m.Checks[i]
		}
	}
	return nil
}

// lastChecked is the latest check of any; zero where none ran.
func lastChecked(models []Model) (last time.Time) {
	for _, m := range models {
		if m.Checked.After(last) {
			last = m.Checked
		}
	}
	return last
}

type modelKey struct{ repository, name, version string }

// Models gives the model versions that checks tell of, what needs somebody first.
// now is when it is asked, and limit how old a check may be. A version that is past, and
// of which nothing is left to do, is one of another's Older. It sorts checks, for those of a model are a part of them:
// of tens of thousands there is room for one copy.
func Models(checks []repro.Check, now time.Time, limit time.Duration) []Model {
	order.By(checks, func(a, b repro.Check) int {
		return cmp.Or(compareKeys(keyOfModel(a), keyOfModel(b)), status.Compare(a.Past, b.Past), strings.Compare(a.ID, b.ID), strings.Compare(a.Run, b.Run))
	})
	byName := map[modelKey][]Model{}
	for len(checks) > 0 {
		key, n := keyOfModel(checks[0]), 1
		for n < len(checks) && keyOfModel(checks[n]) == key {
			n++
		}
		versions := newModels(key, checks[:n:n], now, limit)
		key.version = ""
		byName[key] = append(byName[key], versions...)
		checks = checks[n:]
	}
	var models []Model
	for _, versions := range byName {
		models = append(models, current(versions)...)
	}
	order.By(models, func(a, b Model) int {
		return cmp.Or(cmp.Compare(a.State.Rank(), b.State.Rank()), strings.Compare(a.Name, b.Name), compareVersions(b.Version, a.Version), strings.Compare(a.Repository, b.Repository), strings.Compare(a.Run, b.Run))
	})
	return models
}

// keyOfModel is which model version a check is of.
func keyOfModel(c repro.Check) modelKey {
	if c.Model == "" { // a run that no registry has
		return modelKey{c.Repository, "run " + c.Original, c.Version}
	}
	return modelKey{c.Repository, c.Model, c.Version}
}

func compareKeys(a, b modelKey) int {
	return cmp.Or(strings.Compare(a.repository, b.repository), strings.Compare(a.name, b.name), strings.Compare(a.version, b.version))
}

// newModels are a version by its checks, oldest first: one, or one for each of the original
// runs that checks go on to tell of, as where two registries have it.
func newModels(key modelKey, checks []repro.Check, now time.Time, limit time.Duration) (models []Model) {
	all := without(checks, func(i int) bool { // two files may tell of one, the worse of them last
		return i+1 < len(checks) && checks[i].At.Equal(checks[i+1].At) && checks[i].ID == checks[i+1].ID && (checks[i].Run == checks[i+1].Run || checks[i].ID != "")
	})
	originals := originalsOf(all)
	for _, original := range originals {
		m := Model{Repository: key.repository, Name: key.name, Version: key.version}
		m.Checks = without(all, func(i int) bool { return all[i].Original != "" && all[i].Original != original })
		if len(originals) > 1 {
			m.Run = original
		}
		m.Status = status.Stands(m.Checks, now, limit)
		models = append(models, m)
	}
	return models
}

// without leaves some checks out, by their place, and makes a copy only where there are
// any.
func without(checks []repro.Check, drop func(i int) bool) []repro.Check {
	for i := range checks {
		if !drop(i) {
			continue
		}
		kept := slices.Clone(checks[:i])
		for k := i; k < len(checks); k++ {
			if !drop(k) {
				kept = append(kept, checks[k])
			}
		}
		return kept
	}
	return checks
}

// compareVersions orders version numbers as numbers.
func compareVersions(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}
