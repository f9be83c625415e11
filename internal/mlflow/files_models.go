package mlflow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func (f *files) LoggedModelRun(_ context.Context, id string) (string, error) {
	dir, err := f.loggedModelDir(id)
	if err != nil {
		return "", lost(err, "read logged model %s", shown(id))
	}
	entry, err := f.meta(dir)
	return entry.text("source_run_id"), lost(err, "read logged model %s", id)
}

func (f *files) loggedModelDir(id string) (string, error) {
	if id == "" || modelID.FindString(id) != id {
		return "", fmt.Errorf("%w: this is not a valid logged model id", ErrNotFound)
	}
	experiments, err := f.experimentDirs()
	if err != nil {
		return "", err
	}
	for _, experiment := range experiments {
		dir := path.Join(experiment, "models", id)
		if info, err := f.root.Stat(dir); err == nil && info.IsDir() {
			return dir, nil
		}
	}
	return "", fmt.Errorf("%w in %s", ErrNotFound, f.dir)
}

func (f *files) ModelFile(_ context.Context, version repro.ModelVersion, name string) ([]byte, error) {
	location, err := f.location(version)
	if err != nil {
		return nil, lost(err, "read %s of model %s", name, version.Label())
	}
	data, err := readLocal(location, name, f.dir)
	return data, lost(err, "read %s of model %s", name, version.Label())
}

func (f *files) ModelFolder(_ context.Context, version repro.ModelVersion) (Folder, error) {
	location, err := f.location(version)
	if err != nil {
		return nil, err
	}
	return openLocal(location, f.dir)
}

// location finds the folder of a version's model: recorded with the version,
// or by way of its run or its logged model.
func (f *files) location(version repro.ModelVersion) (string, error) {
	source := version.Source
	if oneName(version.Name) && digits(version.Version) {
		entry, err := f.meta(path.Join(registryDir, version.Name, "version-"+version.Version))
		if err != nil && !errors.Is(err, ErrNotFound) {
			return "", err
		}
		source = cmp.Or(entry.text("storage_location"), source)
	}
	if rest, ok := strings.CutPrefix(source, "runs:/"); ok {
		id, folder, _ := strings.Cut(rest, "/")
		dir, err := f.runDir(id)
		if err != nil {
			return "", err
		}
		return filepath.Join(f.absolute(), filepath.FromSlash(dir), "artifacts", filepath.FromSlash(folder)), nil
	}
	if id := modelID.FindString(source); id != "" && strings.HasPrefix(source, "models:/") {
		dir, err := f.loggedModelDir(id)
		if err != nil {
			return "", err
		}
		return filepath.Join(f.absolute(), filepath.FromSlash(dir), "artifacts"), nil
	}
	return source, nil
}

func (f *files) absolute() string {
	if absolute, err := filepath.Abs(f.dir); err == nil {
		return absolute
	}
	return f.dir
}
