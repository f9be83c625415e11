//go:build !nosqlite

package mlflow

import (
	"cmp"
	"context"
	"database/sql"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

func (d *database) ModelFile(ctx context.Context, version repro.ModelVersion, name string) ([]byte, error) {
	location, err := d.location(ctx, version)
	if err != nil {
		return nil, lost(err, "read %s of model %s", name, version.Label())
	}
	data, err := readLocal(location, name, d.roots()...)
	return data, lost(err, "read %s of model %s", name, version.Label())
}

// roots are where MLflow keeps artifacts: in ./mlruns beside the database unless told
// otherwise.
func (d *database) roots() []string {
	dir := filepath.Dir(d.path)
	return []string{dir, filepath.Join(dir, "mlruns"), filepath.Join(dir, "mlartifacts")}
}

func (d *database) ModelFolder(ctx context.Context, version repro.ModelVersion) (Folder, error) {
	location, err := d.location(ctx, version)
	if err != nil {
		return nil, err
	}
	return openLocal(location, d.roots()...)
}

// location finds the folder of a version's model: recorded with the version,
// or by way of its run or its logged model.
func (d *database) location(ctx context.Context, version repro.ModelVersion) (string, error) {
	location := version.Source
	one := func(query string, args ...any) error {
		return d.each(ctx, d.db, func(rows *sql.Rows) error {
			var text sql.NullString
			err := rows.Scan(&text)
			location = cmp.Or(text.String, location)
			return err
		}, query, args...)
	}
	where, args := d.scope("model_versions", "v")
	if d.columns["model_versions.storage_location"] {
		args = append(args, version.Name, version.Version)
		if err := one("SELECT v.storage_location FROM model_versions v WHERE "+where+" AND v.name = ? AND v.version = ?", args...); err != nil {
			return "", err
		}
	}
	if rest, ok := strings.CutPrefix(location, "runs:/"); ok {
		id, folder, _ := strings.Cut(rest, "/")
		err := one("SELECT artifact_uri FROM runs WHERE run_uuid = ?", id)
		return strings.TrimSuffix(location, "/") + "/" + folder, err
	}
	if id := modelID.FindString(location); id != "" && strings.HasPrefix(location, "models:/") && d.columns["logged_models.artifact_location"] {
		err := one("SELECT artifact_location FROM logged_models WHERE model_id = ?", id)
		return location, err
	}
	return location, nil
}

func (d *database) artifacts(ctx context.Context, runID string) (location string, roots []string, err error) {
	err = d.each(ctx, d.db, func(rows *sql.Rows) error {
		var text sql.NullString
		err := rows.Scan(&text)
		location = text.String
		return err
	}, "SELECT artifact_uri FROM runs WHERE run_uuid = ?", runID)
	return location, d.roots(), err
}
