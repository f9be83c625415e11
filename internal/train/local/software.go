package local

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// softwareOf are the Pythons that were seen to run the commit's code, and what they imported.
func softwareOf(seen *observe.Observation, p place) []repro.Software {
	if seen == nil {
		return nil
	}
	var found []repro.Software
	for _, python := range seen.Software(p.clone.Dir, filestate.RealPath(p.clone.Dir)) {
		software := repro.Software{Executable: python.Executable, Version: python.Version, Installed: python.Installed}
		for _, d := range python.Packages {
			software.Packages = append(software.Packages, repro.Package{
				Name: packaging.PackageName(d.Name), Version: d.Version, From: repro.SeenInTraining, Installed: true, Origin: gitformat.WithoutUser(d.Origin), Content: d.Content,
			})
		}
		order.Stable(software.Packages, func(a, b repro.Package) int {
			return cmp.Or(cmp.Compare(packaging.PackageRank(a.Name), packaging.PackageRank(b.Name)), cmp.Compare(a.Name, b.Name))
		})
		found = append(found, software)
	}
	return found
}

// packagesElsewhere are packages that were imported from outside of the environment that was rebuilt.
func packagesElsewhere(seen *observe.Observation, p place, plan repro.Plan) []string {
	dir := plan.Environment.Dir
	if seen == nil || dir == "" {
		return nil
	}
	return seen.Elsewhere([]string{dir, filestate.RealPath(dir)}, p.clone.Dir, filestate.RealPath(p.clone.Dir))
}

// maxNamed is how many packages a line names.
const maxNamed = 4

// softwareLine tells in one line which software trained: "Python 3.11.7 with numpy 2.4.6
// and scikit-learn 1.9.1"; "" for none.
func softwareLine(found []repro.Software) string {
	var lines []string
	for _, software := range found {
		var names []string
		for _, p := range software.Packages {
			names = append(names, p.Name+" "+p.Version)
		}
		line := "Python " + software.Version
		if rest := len(names) - maxNamed; rest > 1 {
			names = append(names[:maxNamed], fmt.Sprintf("%d more packages", rest))
		}
		if len(names) > 0 {
			line += " with " + wording.List(names)
		}
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return printable.Clip(strings.Join(lines, "; "), 500)
}
