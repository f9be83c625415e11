package lineage

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file has what a record tells of packages that another training does not name at all: a
// program may ask whether a package is there, and take what it finds.

// Names of the inputs that stand for several packages.
const (
	gonePackages = "packages that are no longer installed"
	newPackages  = "packages that were not installed then"
)

// lists says whether a record has all packages that were installed: there may have been none.
func (r Record) lists() bool { return r.Known() && r.Environment.Python != "" }

// gone are the packages of two records of which one lists none: nothing else can be held against
// those of the other.
func (r Record) gone(other Record) []repro.Input {
	if !r.lists() || !other.lists() || (len(r.Environment.Packages) == 0) == (len(other.Environment.Packages) == 0) {
		return nil
	}
	from := r.from + "; " + other.from
	if then := r.Environment.Packages; len(then) > 0 {
		return []repro.Input{severalPackages(gonePackages, then, true, from)}
	}
	return []repro.Input{severalPackages(newPackages, other.Environment.Packages, false, from)}
}

// severalPackages is one input for packages that only one side has.
func severalPackages(name string, list []recorded.Package, then bool, from string) repro.Input {
	var names []string
	for _, p := range list {
		names = append(names, strings.TrimSpace(packaging.PackageName(p.Name)+" "+p.Version))
	}
	input := repro.Input{Kind: repro.KindEnvironment, Name: name, Original: wording.ListUpTo(names, 5), Now: repro.NotThere, State: repro.InputDiffers, Evidence: from}
	if !then {
		input.Original, input.Now = input.Now, input.Original
	}
	return input
}

// notImported stands for the packages that the other training did not import: the record has all
// that were installed, and of the other side those alone are known that were seen to run.
func (r Record) notImported(other repro.Lineage, software []repro.Software) []repro.Input {
	listed := func(p repro.Package) bool { return isRecord(p.From) }
	seen := func(p repro.Package) bool { return p.From == repro.SeenInTraining }
	if !r.Known() || len(r.Environment.Packages) == 0 || slices.ContainsFunc(other.Packages, listed) || len(software) == 0 && !slices.ContainsFunc(other.Packages, seen) {
		return nil
	}
	return []repro.Input{{Kind: repro.KindEnvironment, Name: "packages that were not imported", State: repro.InputUnknown, Evidence: r.from}}
}
