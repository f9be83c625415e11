//go:build !nosqlite

package mlflow

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// loadVersions reads versions, of one model or of all, with their tags and
// without their aliases.
func (d *database) loadVersions(ctx context.Context, name, number string) ([]repro.ModelVersion, error) {
	if !d.columns["model_versions.name"] {
		return nil, nil
	}
	where, args := d.scope("model_versions", "v")
	if name != "" {
		where, args = where+" AND v.name = ?", append(args, name)
	}
	if number != "" {
		where, args = where+" AND v.version = ?", append(args, number)
	}
	var versions []repro.ModelVersion
	at := map[[2]string]int{}
	err := d.each(ctx, d.db, func(rows *sql.Rows) error {
		var name, stage, source, run, link sql.NullString
		var number, created sql.NullInt64
		if err := rows.Scan(&name, &number, &stage, &source, &run, &link, &created); err != nil {
			return err
		}
		if stage.String == deletedStage {
			return nil
		}
		version := settleVersion(repro.ModelVersion{
			Name: name.String, Version: strconv.FormatInt(number.Int64, 10), Stage: stage.String, Source: source.String,
			RunID: run.String, RunLink: link.String, Created: millis(created.Int64), Tags: map[string]string{},
		})
		at[[2]string{version.Name, version.Version}] = len(versions)
		versions = append(versions, version)
		return bounded(len(versions), maxVersions, "model versions")
	}, `SELECT v.name, v.version, v.current_stage, v.source, v.run_id, `+d.optional("model_versions", "run_link")+`, v.creation_time
		FROM model_versions v WHERE `+where, args...)
	if err != nil || !d.columns["model_version_tags.key"] {
		return versions, err
	}
	where, args = d.scope("model_version_tags", "t")
	if name != "" {
		where, args = where+" AND t.name = ?", append(args, name)
	}
	err = d.each(ctx, d.db, func(rows *sql.Rows) error {
		var name, key, value sql.NullString
		var number sql.NullInt64
		err := rows.Scan(&name, &number, &key, &value)
		if i, ok := at[[2]string{name.String, strconv.FormatInt(number.Int64, 10)}]; ok {
			versions[i].Tags[key.String] = value.String
		}
		return err
	}, `SELECT t.name, t.version, t.key, t.value FROM model_version_tags t WHERE `+where, args...)
	order.By(versions, byNumber)
	return versions, err
}

func (d *database) ModelVersions(ctx context.Context, name string) ([]repro.ModelVersion, error) {
	versions, err := d.loadVersions(ctx, name, "")
	return versions, lost(err, "list model versions in %s", d.path)
}

// VersionsOfRuns reads all versions: a local registry is small and at hand.
func (d *database) VersionsOfRuns(ctx context.Context, runIDs []string) ([]repro.ModelVersion, error) {
	return localVersionsOf(ctx, d, runIDs)
}

func (d *database) ModelVersion(ctx context.Context, name, number string) (repro.ModelVersion, error) {
	versions, err := d.loadVersions(ctx, name, number)
	if err == nil && (len(versions) != 1 || versions[0].Version != number) {
		err = fmt.Errorf("%w in %s", ErrNotFound, d.path)
	}
	if err != nil {
		return repro.ModelVersion{}, lost(err, "read model %s version %s", name, number)
	}
	models, err := d.loadModels(ctx, name)
	if err != nil {
		return repro.ModelVersion{}, lost(err, "read model %s version %s", name, number)
	}
	for _, model := range models {
		versions[0].Aliases = model.AliasesOf(number)
	}
	return versions[0], nil
}

// loadModels reads one model, or all of them, without their versions.
func (d *database) loadModels(ctx context.Context, name string) ([]Model, error) {
	if !d.columns["registered_models.name"] {
		return nil, nil
	}
	var models []Model
	at := map[string]int{}
	err := d.eachNamed(ctx, "registered_models", "description, last_updated_time", name, func(rows *sql.Rows) error {
		var name, description sql.NullString
		var updated sql.NullInt64
		err := rows.Scan(&name, &description, &updated)
		at[name.String] = len(models)
		models = append(models, Model{
			Name: name.String, Description: description.String, Updated: millis(updated.Int64),
			Tags: map[string]string{}, Aliases: map[string]string{},
		})
		if err == nil {
			err = bounded(len(models), maxModels, "models")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for table, keep := range map[string]func(*Model, string, string){
		"registered_model_tags":    func(m *Model, key, value string) { m.Tags[key] = value },
		"registered_model_aliases": func(m *Model, alias, number string) { m.Aliases[alias] = number },
	} {
		columns := map[string]string{"registered_model_tags": "key, value", "registered_model_aliases": "alias, version"}[table]
		err := d.eachNamed(ctx, table, columns, name, func(rows *sql.Rows) error {
			var name, key, value sql.NullString
			err := rows.Scan(&name, &key, &value)
			if i, ok := at[name.String]; ok {
				keep(&models[i], key.String, value.String)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	order.By(models, func(a, b Model) int { return strings.Compare(a.Name, b.Name) })
	return models, nil
}

// eachNamed reads name and columns of a table that is about models, for one
// name or for all; nothing where the schema has no such table yet.
func (d *database) eachNamed(ctx context.Context, table, columns, name string, scan func(*sql.Rows) error) error {
	if !d.columns[table+".name"] {
		return nil
	}
	where, args := d.scope(table, table)
	if name != "" {
		where, args = where+" AND name = ?", append(args, name)
	}
	return d.each(ctx, d.db, scan, "SELECT name, "+columns+" FROM "+table+" WHERE "+where, args...)
}

func (d *database) RegisteredModel(ctx context.Context, name string) (Model, error) {
	models, err := d.withVersions(ctx, name)
	if err == nil && (len(models) != 1 || name == "") {
		err = fmt.Errorf("%w in %s", ErrNotFound, d.path)
	}
	if err != nil {
		return Model{}, lost(err, "read model %s", name)
	}
	return models[0], nil
}

func (d *database) RegisteredModels(ctx context.Context) ([]Model, error) {
	models, err := d.withVersions(ctx, "")
	models = slices.DeleteFunc(models, Model.IsPrompt)
	return models, lost(err, "list models in %s", d.path)
}

func (d *database) withVersions(ctx context.Context, name string) ([]Model, error) {
	models, err := d.loadModels(ctx, name)
	if err != nil {
		return nil, err
	}
	versions, err := d.loadVersions(ctx, name, "")
	of := map[string][]repro.ModelVersion{}
	for _, version := range versions {
		of[version.Name] = append(of[version.Name], version)
	}
	for i, model := range models {
		model.Newest = newestOf(of[model.Name])
		models[i] = model.ordered()
	}
	return models, err
}

func (d *database) SetVersionTag(_ context.Context, name, number, key, _ string) error {
	return readOnly(key, "model "+name+" version "+number)
}

func (d *database) ReadOnly() bool { return true }

func (d *database) SetRunTag(_ context.Context, runID, key, _ string) error {
	return readOnly(key, "run "+runID)
}

func (d *database) KillRun(_ context.Context, runID string, _ time.Time) error {
	return fmt.Errorf("end run %s: %w", runID, ErrReadOnly)
}

func (d *database) LoggedModelRun(ctx context.Context, id string) (string, error) {
	var run sql.NullString
	found := false
	if d.columns["logged_models.source_run_id"] {
		err := d.each(ctx, d.db, func(rows *sql.Rows) error {
			found = true
			return rows.Scan(&run)
		}, `SELECT source_run_id FROM logged_models WHERE model_id = ? AND COALESCE(lifecycle_stage, 'active') = 'active'`, id)
		if err != nil {
			return "", lost(err, "read logged model %s", shown(id))
		}
	}
	if !found {
		return "", fmt.Errorf("read logged model %s: %w in %s", shown(id), ErrNotFound, d.path)
	}
	return run.String, nil
}

func (d *database) LoggedModels(ctx context.Context, run repro.Run) ([]repro.ModelVersion, error) {
	if !d.columns["logged_models.source_run_id"] {
		return nil, nil
	}
	var models []repro.ModelVersion
	err := d.each(ctx, d.db, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		models = append(models, loggedModel(id, run.ID))
		return err
	}, `SELECT model_id FROM logged_models WHERE source_run_id = ? AND COALESCE(lifecycle_stage, 'active') = 'active'
		ORDER BY creation_timestamp_ms DESC LIMIT `+strconv.Itoa(maxLogged), run.ID)
	return models, lost(err, "search the models of run %s", shown(run.ID))
}

// AliasVersion: a model comes with its aliases, and there is nobody else to ask.
func (d *database) AliasVersion(_ context.Context, name, alias string) (repro.ModelVersion, error) {
	return repro.ModelVersion{}, fmt.Errorf("read alias %s of model %s: %w", alias, name, ErrNotFound)
}
