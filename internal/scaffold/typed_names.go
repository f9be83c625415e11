package scaffold

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file holds what a person typed against the registry and the repository: a name that
// is nearly one that is there is a mistake, and a nightly with it would check nothing.

// checkAsked refuses what is nearly right, and notes what is not there yet, or cannot be
// asked.
func (f Facts) checkAsked() (notes []string, err error) {
	if len(f.Models) == 0 && f.Version == "" {
		return nil, nil
	}
	if !f.Read {
		return []string{"The registry was not read: whether it has what --models and --version name was not checked."}, nil
	}
	fit := f.Registry.Here
	if len(f.Models) > 0 {
		fit = nil
	}
	for _, said := range f.Models {
		ref := repro.ModelRef{Name: said}
		if strings.HasPrefix(said, "models:/") || strings.LastIndex(said, "@") > 0 {
			if ref, err = repro.ParseModelRef(said, ""); err != nil {
				return nil, fmt.Errorf("--models %s: %w", printable.OneLine(said, 100), err)
			}
		}
		of := f.Registry.matching(ref.Name)
		if near := wording.Nearest(ref.Name, f.Registry.All); len(of) == 0 && near != "" && !strings.Contains(ref.Name, "*") {
			return nil, fmt.Errorf("--models %s: the registry has no such model; did you mean %s? For models to come give a glob, such as %s", printable.OneLine(said, 100), printable.OneLine(near, 100), wording.Quote(printable.OneLine(ref.Name, 100)+"*"))
		} else if len(of) == 0 {
			notes = append(notes, fmt.Sprintf("The registry has no model yet that is called %s: until it has, list fails and says so.", printable.OneLine(ref.Name, 100)))
		}
		if ref.Name != said {
			note, err := f.Registry.checkVersion("--models "+printable.OneLine(said, 100), ref.Selector, of)
			if err != nil {
				return nil, err
			}
			notes = append(notes, note...)
			continue
		}
		fit = append(fit, of...)
	}
	if f.Version == "" {
		return notes, nil
	}
	selector, err := repro.ParseSelector(f.Version)
	if err != nil {
		return nil, fmt.Errorf("--version %s: %w", printable.OneLine(f.Version, 100), err)
	}
	note, err := f.Registry.checkVersion("--version "+printable.OneLine(f.Version, 100), selector, fit)
	return append(notes, note...), err
}

func (r Registry) matching(glob string) (names []string) {
	for _, name := range r.All {
		if wording.MatchGlob(glob, name) {
			names = append(names, name)
		}
	}
	return names
}

// checkVersion looks whether one of the models has such a version.
func (r Registry) checkVersion(said string, selector repro.Selector, models []string) ([]string, error) {
	if selector.Kind == repro.SelectLatest || len(models) == 0 {
		return nil, nil
	}
	var known []string
	for _, name := range models {
		for _, word := range r.Words[name] {
			if strings.EqualFold(word, selector.Text) {
				return nil, nil
			}
			if !slices.Contains(known, word) {
				known = append(known, word)
			}
		}
	}
	slices.Sort(known)
	near := ""
	if selector.Kind != repro.SelectNumber {
		near = wording.Nearest(selector.Text, known)
	}
	switch {
	case near != "":
		return nil, fmt.Errorf("%s: no model has such a version; did you mean %s? To check one to come, register it first", said, printable.OneLine(near, 100))
	case !r.Aliases && (selector.Kind == repro.SelectAlias || selector.Kind == repro.SelectWord):
		return []string{said + " was not checked: this registry lists no aliases."}, nil
	}
	return []string{said + ": no model has such a version yet; there are " + wording.ListUpTo(append(known, "latest"), 5) + "."}, nil
}

// checkWorkflow refuses a new workflow whose name is nearly that of one that is there.
func checkWorkflow(all []Workflow, name string) error {
	stem := func(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }
	var stems []string
	for _, w := range all {
		if stem(w.Name) == stem(name) {
			return fmt.Errorf("--workflow %s: there is no such file, and %s is there; write that", name, w.Name)
		}
		if !w.Checks {
			stems = append(stems, stem(w.Name))
		}
	}
	near := wording.Nearest(stem(name), stems)
	if near == "" {
		return nil
	}
	at := slices.IndexFunc(all, func(w Workflow) bool { return stem(w.Name) == near })
	return fmt.Errorf("--workflow %s: there is no such file in %s; did you mean %s? For a new workflow choose a name that is less like it", name, workflowsDir, all[at].Name)
}
