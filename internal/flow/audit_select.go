package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// chosen are the versions to audit, and all that were read on the way.
type chosen struct {
	versions []repro.ModelVersion
	all      map[[2]string]repro.ModelVersion // by name and number
	models   int
	notes    []string
}

// choose finds the versions that the settings mean: of the models that match,
// the one that --version names, or all.
func choose(ctx context.Context, store mlflow.Store, s settings.Settings) (chosen, error) {
	models, versions, err := registered(ctx, store, s.Models)
	if errors.Is(err, mlflow.ErrNoRegistry) {
		err = fmt.Errorf("%w; it has runs, and reproduce show looks at one of them", err)
	}
	if err != nil {
		return chosen{}, fmt.Errorf("audit: %w", err)
	}
	var notes []string
	if s.VersionGiven {
		if models, notes, err = withAlias(ctx, store, models, s.Models, s.Version); err != nil {
			return chosen{}, fmt.Errorf("audit: %w", err)
		}
	}
	c := chosen{notes: notes, all: make(map[[2]string]repro.ModelVersion, len(versions))}
	of := map[string][]repro.ModelVersion{}
	for _, version := range versions {
		c.all[[2]string{version.Name, version.Version}] = version
		of[version.Name] = append(of[version.Name], version)
	}
	latest := map[string]string{} // the number of each model's
	if s.VersionGiven && s.Version.Kind == repro.SelectLatest {
		var passed []string
		if latest, passed, err = newestOriginals(ctx, store, s.Models, of); err != nil {
			return c, fmt.Errorf("audit: %w", err)
		}
		c.notes = append(c.notes, passed...)
	}
	for _, model := range models {
		if !matches(s.Models, model.Name) {
			continue
		}
		c.models++
		picked := of[model.Name]
		if s.VersionGiven {
			picked = pick(model, picked, s.Version)
		}
		if s.VersionGiven && s.Version.Kind == repro.SelectLatest {
			picked = slices.DeleteFunc(slices.Clone(picked), func(v repro.ModelVersion) bool { return v.Version != latest[model.Name] })
		}
		if s.VersionGiven && len(picked) == 0 {
			c.notes = append(c.notes, fmt.Sprintf("%s has no version %s", model.Name, s.Version))
		}
		c.versions = append(c.versions, picked...)
	}
	switch {
	case c.models == 0:
		return c, fmt.Errorf("audit: no registered model matches %s; reproduce list --models '*' shows the names", strings.Join(s.Models, ", "))
	case len(c.versions) == 0 && len(c.notes) > 0:
		return c, fmt.Errorf("audit: %s", strings.Join(few(c.notes, 5), "; "))
	}
	return c, nil
}

// registered reads one model where one is named, and the whole registry where
// a glob may mean any.
func registered(ctx context.Context, store mlflow.Store, globs []string) ([]mlflow.Model, []repro.ModelVersion, error) {
	if len(globs) == 1 && !strings.Contains(globs[0], "*") {
		model, err := store.RegisteredModel(ctx, globs[0])
		if err == nil && model.IsPrompt() {
			return nil, nil, fmt.Errorf("%s: this entry of the registry is a prompt, not a model; nothing was trained", globs[0])
		}
		if err == nil {
			versions, err := store.ModelVersions(ctx, model.Name)
			return []mlflow.Model{model}, versions, err
		}
		if !errors.Is(err, mlflow.ErrNotFound) {
			return nil, nil, err
		}
	}
	models, err := store.RegisteredModels(ctx)
	if err != nil {
		return nil, nil, err
	}
	if !slices.ContainsFunc(models, func(m mlflow.Model) bool { return matches(globs, m.Name) }) {
		return nil, nil, nil
	}
	versions, err := store.ModelVersions(ctx, "")
	return models, versions, err
}

// few cuts a list after n entries and says how many more there are.
func few(list []string, n int) []string {
	if len(list) <= n {
		return list
	}
	return append(slices.Clone(list[:n]), fmt.Sprintf("%d more", len(list)-n))
}
