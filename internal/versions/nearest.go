package versions

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file finds what was probably meant where a glob fits no model, or a model has no
// such version.

// nearestGlob is the glob that was probably meant; "" for none. A * at either end leaves
// the other end of the names to compare.
func nearestGlob(glob string, names []string) string {
	if best := wording.Nearest(glob, names); best != "" {
		return best
	}
	begin, end, wild := strings.Cut(glob, "*")
	switch {
	case wild && begin != "" && end == "":
		if best := wording.Nearest(begin, parts(names, func(name string) string { return name[:min(len(name), len(begin))] })); best != "" {
			return best + "*"
		}
	case wild && begin == "" && end != "" && !strings.Contains(end, "*"):
		if best := wording.Nearest(end, parts(names, func(name string) string { return name[max(0, len(name)-len(end)):] })); best != "" {
			return "*" + best
		}
	}
	return ""
}

func parts(names []string, part func(string) string) (all []string) {
	for _, name := range names {
		all = append(all, part(name))
	}
	return all
}

// words are what a version of a model can be asked by, numbers apart.
func words(model mlflow.Model, versions []repro.ModelVersion) []string {
	all := slices.Sorted(maps.Keys(model.Aliases))
	for _, version := range versions {
		if version.Stage != "" && version.Stage != "None" && !slices.Contains(all, version.Stage) {
			all = append(all, version.Stage)
		}
	}
	return append(all, "latest")
}

// meantVersion ends a sentence about versions that are not there, by the words that there
// are: the one that was probably meant, else some of them.
func meantVersion(selector repro.Selector, known []string) string {
	if selector.Kind == repro.SelectNumber {
		return ""
	}
	best := wording.Nearest(selector.Text, known)
	switch {
	case best != "" && selector.Kind == repro.SelectAlias && best != "latest":
		return fmt.Sprintf("; did you mean @%s?", best)
	case best != "":
		return fmt.Sprintf("; did you mean %s?", best)
	case len(known) > 1:
		return "; there are " + wording.ListUpTo(known, 5)
	}
	return ""
}

// lacking is a version that models do not have, and the words that theirs can be asked by.
type lacking struct {
	selector repro.Selector
	words    []string
}

func (l lacking) meant() string {
	slices.Sort(l.words)
	return meantVersion(l.selector, slices.Compact(l.words))
}
