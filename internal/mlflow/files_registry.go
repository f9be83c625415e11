package mlflow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// registryDir holds the registry in a tree: models/NAME/version-N/meta.yaml.
// https://github.com/mlflow/mlflow/blob/master/mlflow/store/model_registry/file_store.py
const registryDir = "models"

func (f *files) RegisteredModel(_ context.Context, name string) (Model, error) {
	model, err := f.model(name)
	return model, lost(err, "read model %s", name)
}

func (f *files) model(name string) (Model, error) {
	if !oneName(name) {
		return Model{}, fmt.Errorf("%w in %s", ErrNotFound, f.dir)
	}
	dir := path.Join(registryDir, name)
	entry, err := f.meta(dir)
	if errors.Is(err, ErrNotFound) {
		return Model{}, fmt.Errorf("%w in %s", ErrNotFound, f.dir)
	}
	if err != nil {
		return Model{}, err
	}
	model := Model{
		Name: cmp.Or(entry.text("name"), name), Description: entry.text("description"),
		Updated: millis(entry.integer("last_updated_timestamp")),
	}
	if model.Tags, err = f.texts(path.Join(dir, "tags")); err != nil {
		return Model{}, err
	}
	// The alias files are the truth; the aliases in meta.yaml may be older.
	if model.Aliases, err = f.texts(path.Join(dir, "aliases")); err != nil {
		return Model{}, err
	}
	for alias, number := range model.Aliases {
		model.Aliases[alias] = strings.TrimSpace(number)
	}
	versions, err := f.versions(name)
	if err != nil {
		return Model{}, err
	}
	model.Newest = newestOf(versions)
	return model.ordered(), nil
}

func (f *files) RegisteredModels(ctx context.Context) ([]Model, error) {
	names, err := f.dirs(registryDir)
	if err != nil {
		return nil, lost(err, "list models")
	}
	var models []Model
	for _, name := range names {
		model, err := f.model(name)
		if errors.Is(err, ErrNotFound) {
			continue // a directory without a meta.yaml is no model
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, lost(err, "list models: %s", name)
		}
		if !model.IsPrompt() {
			models = append(models, model)
		}
	}
	order.By(models, func(a, b Model) int { return strings.Compare(a.Name, b.Name) })
	return models, nil
}

func (f *files) ModelVersion(_ context.Context, name, number string) (repro.ModelVersion, error) {
	version, err := f.version(name, number)
	if err != nil {
		return version, lost(err, "read model %s version %s", name, number)
	}
	aliases, err := f.texts(path.Join(registryDir, name, "aliases"))
	for alias, target := range aliases {
		if strings.TrimSpace(target) == number {
			version.Aliases = append(version.Aliases, alias)
		}
	}
	return settleVersion(version), lost(err, "read model %s version %s", name, number)
}

func (f *files) version(name, number string) (repro.ModelVersion, error) {
	if !oneName(name) || !digits(number) {
		return repro.ModelVersion{}, fmt.Errorf("%w in %s", ErrNotFound, f.dir)
	}
	dir := path.Join(registryDir, name, "version-"+number)
	entry, err := f.meta(dir)
	if errors.Is(err, ErrNotFound) || err == nil && entry.text("current_stage") == deletedStage {
		return repro.ModelVersion{}, fmt.Errorf("%w in %s", ErrNotFound, f.dir)
	}
	if err != nil {
		return repro.ModelVersion{}, err
	}
	version := repro.ModelVersion{
		Name: cmp.Or(entry.text("name"), name), Version: number, Stage: entry.text("current_stage"),
		RunID: entry.text("run_id"), RunLink: entry.text("run_link"), Source: entry.text("source"),
		ModelID: entry.text("model_id"), Created: millis(entry.integer("creation_timestamp")),
	}
	version.Tags, err = f.texts(path.Join(dir, "tags"))
	return settleVersion(version), err
}

// versions gives a model's versions without their aliases.
func (f *files) versions(name string) ([]repro.ModelVersion, error) {
	dirs, err := f.dirs(path.Join(registryDir, name))
	if err != nil {
		return nil, err
	}
	var versions []repro.ModelVersion
	for _, dir := range dirs {
		number, ok := strings.CutPrefix(dir, "version-")
		if !ok {
			continue
		}
		version, err := f.version(name, number)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		versions = append(versions, version)
	}
	order.By(versions, byNumber)
	return versions, nil
}

func (f *files) ModelVersions(_ context.Context, name string) ([]repro.ModelVersion, error) {
	names := []string{name}
	if name == "" {
		var err error
		if names, err = f.dirs(registryDir); err != nil {
			return nil, lost(err, "list model versions")
		}
	} else if !oneName(name) {
		return nil, nil
	}
	var all []repro.ModelVersion
	for _, name := range names {
		versions, err := f.versions(name)
		if err != nil {
			return nil, lost(err, "list versions of model %s", name)
		}
		all = append(all, versions...)
		if err := bounded(len(all), maxVersions, "model versions"); err != nil {
			return nil, lost(err, "list model versions")
		}
	}
	order.By(all, byNumber)
	return all, nil
}

// AliasVersion: a model's own file lists its aliases, and there is nobody else to ask.
func (f *files) AliasVersion(_ context.Context, name, alias string) (repro.ModelVersion, error) {
	return repro.ModelVersion{}, fmt.Errorf("read alias %s of model %s: %w", alias, name, ErrNotFound)
}
