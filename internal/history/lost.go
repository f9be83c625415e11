package history

import (
	"path"
	"path/filepath"
	"regexp"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file keeps the place of checks whose files cannot be read. Else the check before
// would be the latest, and what it says would be how the version stands.

// A lostCheck is a file by whose name it is a check.
type lostCheck struct {
	shown string
	at    time.Time
}

// checkName is how the name of a check begins, whatever became of its end.
var checkName = regexp.MustCompile(`^[0-9]{8}T[0-9]{6}Z-`)

// lose names a file that is not read, and keeps its place where it is a check by its name.
func (r *Reader) lose(shown string, err error) {
	r.refuse(shown, err)
	shown = filepath.ToSlash(shown)
	if name := path.Base(shown); checkName.MatchString(name) && len(r.lost) < maxFiles {
		if at := timeIn(name, time.Time{}); !at.IsZero() {
			r.lost = append(r.lost, lostCheck{shown, at})
		}
	}
}

// lostSummary is what is known of such a check.
const lostSummary = "The file of this check in the history could not be read, so nobody knows what it said."

// keepPlaces puts a check that could not tell in the place of each that was lost, of the
// model versions that have their other checks beside it. One that is known from elsewhere
// is not lost.
func (r *Reader) keepPlaces() {
	if len(r.lost) == 0 {
		return
	}
	type version struct{ repository, model, version, original string }
	of := func(c repro.Check) version {
		v := version{repository: c.Repository, model: c.Model, version: c.Version}
		if c.Model == "" { // a run that no registry has
			v.original = c.Original
		}
		return v
	}
	beside := map[string]map[version]bool{} // by the directory
	for _, l := range r.lost {
		beside[path.Dir(l.shown)] = map[version]bool{}
	}
	known := map[version]map[time.Time]bool{}
	for _, c := range r.checks {
		if versions := beside[path.Dir(c.From)]; versions != nil {
			versions[of(c)] = true
			known[of(c)] = map[time.Time]bool{}
		}
	}
	for _, c := range r.checks {
		if times := known[of(c)]; times != nil {
			times[c.At.UTC().Truncate(time.Second)] = true
		}
	}
	most := len(r.checks) + maxFiles // a directory without an order may have many of both
	for _, l := range r.lost {
		for v := range beside[path.Dir(l.shown)] {
			if known[v][l.at] || len(r.checks) == most {
				continue
			}
			known[v][l.at] = true
			r.checks = append(r.checks, repro.Check{Repository: v.repository, Summary: lostSummary, Lost: true, Record: repro.Record{
				Past:  repro.Past{At: l.at, Verdict: repro.Unverified, From: l.shown},
				Model: v.model, Version: v.version, Original: v.original,
			}})
		}
	}
	r.lost = nil
}
