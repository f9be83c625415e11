package mlflow

import (
	"context"
	"errors"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// split is a tracking store whose registry is elsewhere: MLFLOW_REGISTRY_URI.
type split struct {
	Store
	registry Store
}

func (s split) RegisteredModel(ctx context.Context, name string) (Model, error) {
	return s.registry.RegisteredModel(ctx, name)
}

func (s split) RegisteredModels(ctx context.Context) ([]Model, error) {
	return s.registry.RegisteredModels(ctx)
}

func (s split) ModelVersion(ctx context.Context, name, number string) (repro.ModelVersion, error) {
	return s.registry.ModelVersion(ctx, name, number)
}

func (s split) ModelVersions(ctx context.Context, name string) ([]repro.ModelVersion, error) {
	return s.registry.ModelVersions(ctx, name)
}

func (s split) VersionsOfRuns(ctx context.Context, runIDs []string) ([]repro.ModelVersion, error) {
	return s.registry.VersionsOfRuns(ctx, runIDs)
}

func (s split) ModelFile(ctx context.Context, version repro.ModelVersion, path string) ([]byte, error) {
	return s.registry.ModelFile(ctx, version, path)
}

func (s split) ModelFolder(ctx context.Context, version repro.ModelVersion) (Folder, error) {
	return s.registry.ModelFolder(ctx, version)
}

func (s split) SetVersionTag(ctx context.Context, name, number, key, value string) error {
	return s.registry.SetVersionTag(ctx, name, number, key, value)
}

func (s split) Close() error { return errors.Join(s.Store.Close(), s.registry.Close()) }
