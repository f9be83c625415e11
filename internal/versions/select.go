package versions

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Selection are the versions to audit, and all that were read on the way.
type Selection struct {
	Versions []repro.ModelVersion
	All      map[[2]string]repro.ModelVersion // by name and number
	Models   int
	Notes    []string
	Warnings []string // globs and entries of the configuration file that no model fits
}

// Select finds the versions that the settings mean: of the models that match,
// the one that --version names, or all.
func Select(ctx context.Context, store mlflow.Store, s settings.Selecting) (Selection, error) {
	models, versions, whole, err := registered(ctx, store, s.Models)
	if errors.Is(err, mlflow.ErrNoRegistry) {
		err = fmt.Errorf("%w; reproduce show reads one of its runs", err)
	}
	if err != nil {
		return Selection{}, err
	}
	models, notes, err := withAlias(ctx, store, models, s)
	if err != nil {
		return Selection{}, err
	}
	var warnings []string
	if whole { // else the other names are not known
		warnings = unused(s.Entries, models)
	}
	missing := unmatched(s.Models, models)
	c := Selection{Notes: notes, Warnings: append(slices.Clone(missing), warnings...), All: make(map[[2]string]repro.ModelVersion, len(versions))}
	of := map[string][]repro.ModelVersion{}
	for _, version := range versions {
		c.All[[2]string{version.Name, version.Version}] = version
		of[version.Name] = append(of[version.Name], version)
	}
	newestOf := map[string][]repro.ModelVersion{} // of the models whose latest is meant
	for name, versions := range of {
		if selector, said := s.VersionOf(name); said && selector.Kind == repro.SelectLatest {
			newestOf[name] = versions
		}
	}
	latest, passed, err := newestOriginals(ctx, store, s.Models, newestOf) // the number of each model's
	if err != nil {
		return c, err
	}
	c.Notes = append(c.Notes, passed...)
	for _, model := range models {
		if !matches(s.Models, model.Name) {
			continue
		}
		c.Models++
		picked := of[model.Name]
		selector, said := s.VersionOf(model.Name)
		if said {
			picked = pick(model, picked, selector)
		}
		if said && selector.Kind == repro.SelectLatest {
			picked = slices.DeleteFunc(slices.Clone(picked), func(v repro.ModelVersion) bool { return v.Version != latest[model.Name] })
		}
		if said && len(picked) == 0 {
			c.Notes = append(c.Notes, fmt.Sprintf("%s has no version %s", model.Name, selector))
		}
		c.Versions = append(c.Versions, picked...)
	}
	switch {
	case len(models) == 0:
		return c, errors.New(noModels)
	case c.Models == 0:
		return c, fmt.Errorf("%s; reproduce list --models '*' shows the names", strings.Join(missing, "; "))
	case len(c.Versions) == 0 && len(c.Notes) > 0:
		return c, errors.New(strings.Join(wording.Few(c.Notes, 5), "; "))
	}
	return c, nil
}

// registered reads one model where one is named, and the whole registry where
// a glob may mean any. It says whether the models are all that there are.
func registered(ctx context.Context, store mlflow.Store, globs []string) ([]mlflow.Model, []repro.ModelVersion, bool, error) {
	if len(globs) == 1 && !strings.Contains(globs[0], "*") {
		model, err := store.RegisteredModel(ctx, globs[0])
		if err == nil && model.IsPrompt() {
			return nil, nil, false, fmt.Errorf("%s: this entry of the registry is a prompt, not a model; nothing was trained", globs[0])
		}
		if err == nil {
			versions, err := store.ModelVersions(ctx, model.Name)
			return []mlflow.Model{model}, versions, false, err
		}
		if !errors.Is(err, mlflow.ErrNotFound) {
			return nil, nil, false, err
		}
	}
	models, err := store.RegisteredModels(ctx)
	if err != nil {
		return nil, nil, false, err
	}
	if !slices.ContainsFunc(models, func(m mlflow.Model) bool { return matches(globs, m.Name) }) {
		return models, nil, true, nil
	}
	versions, err := store.ModelVersions(ctx, "")
	return models, versions, true, err
}
