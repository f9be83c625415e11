package app

import (
	"time"

	"github.com/reproduce-action/reproduce/internal/page"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A DueVersions says which checks are of the versions that were due in a night.
type DueVersions []repro.ModelVersion

// Has says whether a check is of one of them: of its name and number, or of its run where
// it was made by the run's id, or by a name that is not due itself.
func (d DueVersions) Has(version repro.ModelVersion, check repro.Record) bool {
	if check.Model == version.Name && check.Version == version.Version {
		return true
	}
	if version.RunID == "" || check.Original != version.RunID {
		return false
	}
	for _, other := range d {
		if check.Model == other.Name && check.Version == other.Version {
			return false
		}
	}
	return true
}

// NotKept are those of versions that were due and left no result of which that is not known yet:
// a night that is reported again adds nothing. A check after it is of another job.
func (d DueVersions) NotKept(missing []repro.ModelVersion, known []repro.Check, now time.Time) (fresh []repro.ModelVersion) {
	for _, version := range missing {
		var latest repro.Past
		for i := range known {
			if c := &known[i]; page.OfNight(c.Past, now) && c.At.After(latest.At) && d.Has(version, c.Record) {
				latest = c.Past
			}
		}
		if latest.Verdict != repro.Missed {
			fresh = append(fresh, version)
		}
	}
	return fresh
}
