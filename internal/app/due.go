package app

import "github.com/reproduce-action/reproduce/internal/repro"

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
