package lineage

import "github.com/reproduce-action/reproduce/internal/repro"

// seenSoftware puts the packages that a training was seen to import before what its run
// recorded, which may be what somebody wrote down for it. Of several Pythons none is the
// training's.
func seenSoftware(lineage *repro.Lineage, seen []repro.Software) {
	var packages []repro.Package
	one := true
	for _, software := range seen {
		one = one && software.Version == seen[0].Version
		packages = append(packages, software.Packages...)
	}
	if len(seen) > 0 && one && !lineage.Python.Known() {
		lineage.Python = repro.Fact{Value: seen[0].Version, From: repro.SeenInTraining}
	}
	lineage.Packages = append(packages, lineage.Packages...)
}
