package packaging

import (
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file holds two packages of one version against each other by what was installed: a
// fork may have the version of what it replaces.

// compareInstalled compares two installed packages of one version. The files decide where
// both sides have a digest of them; else the place that they are from, where both sides
// would have one.
func compareInstalled(a, b repro.Package) (state, note string) {
	build, files, okA := strings.Cut(a.Content, " ")
	otherBuild, otherFiles, okB := strings.Cut(b.Content, " ")
	switch {
	case okA && okB && build != otherBuild: // for another platform or Python
		return repro.InputSame, "the same version, in another build"
	case okA && okB && files != otherFiles:
		return repro.InputDiffers, "the same version, with other files"
	case okA && okB:
		return repro.InputSame, ""
	case a.Origin == b.Origin && (a.Origin == "" || atCommit.MatchString(a.Origin)):
		return repro.InputSame, ""
	case a.Origin == b.Origin:
		return repro.InputUnknown, "the same version from the same place, which may have other files now"
	case a.Installed && b.Installed:
		return repro.InputDiffers, "the same version, from elsewhere"
	}
	return repro.InputUnknown, "the same version; only one side recorded where it was from"
}

// atCommit is the end of an address that names one content.
var atCommit = regexp.MustCompile(`@[0-9a-f]{40}$`)

// told are two packages of one version in the words that tell them apart.
func told(a, b repro.Package) (original, now string) {
	original, now = a.Describe(), b.Describe()
	if original == now {
		now += " with other files"
	}
	return original, now
}
