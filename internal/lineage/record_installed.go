//go:build !nodesk

package lineage

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// notInstalled are the packages of the record that no Python of the training has: whether they
// were imported then is not known, and none of them can be now.
func (r Record) notInstalled(software []repro.Software, environ []string) []repro.Input {
	elsewhere := func(set string) bool { return strings.HasPrefix(set, "PYTHONPATH=") && len(set) > len("PYTHONPATH=") }
	if !r.lists() || len(software) == 0 || slices.ContainsFunc(environ, elsewhere) { // it may have what is installed there
		return nil
	}
	has := map[string]bool{}
	for _, python := range software {
		if python.Installed == nil { // nobody knows
			return nil
		}
		for _, name := range python.Installed {
			has[packaging.PackageName(name)] = true
		}
		for _, p := range python.Packages {
			has[packaging.PackageName(p.Name)] = true
		}
	}
	gone := slices.DeleteFunc(slices.Clone(r.Environment.Packages), func(p recorded.Package) bool { return has[packaging.PackageName(p.Name)] })
	if len(gone) == 0 {
		return nil
	}
	return []repro.Input{severalPackages(gonePackages, gone, true, r.from+"; "+repro.SeenInTraining)}
}
