package mlflow_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func openDB(t *testing.T, path string, pairs ...string) *mlflow.Registry {
	t.Helper()
	return open(t, mlflow.Config{TrackingURI: "sqlite:///" + path, Getenv: env(pairs...)})
}

// TestDatabaseStaysAsItIs: reading changes no byte and leaves no file, in
// either journal mode, and in a directory that cannot be written to.
func TestDatabaseStaysAsItIs(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"delete", "wal"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			path := loadDump(t)
			execute(t, path, "PRAGMA journal_mode="+mode)
			dir := filepath.Dir(path)
			before := digest(t, path)
			if err := os.Chmod(dir, 0o555); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := os.Chmod(dir, 0o777); err != nil {
					t.Error(err)
				}
			})
			registry := openDB(t, path)
			if got := story(t, registry); got == "" {
				t.Error("nothing was read")
			}
			registry.Close()
			if digest(t, path) != before {
				t.Error("the database changed")
			}
			if entries, _ := os.ReadDir(dir); len(entries) != 2 { // it and mlruns
				t.Errorf("left behind: %v", entries)
			}
		})
	}
}

func digest(t *testing.T, path string) [32]byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(data)
}

// TestDatabaseWithLog: what is still in the write-ahead log counts as well.
func TestDatabaseWithLog(t *testing.T) {
	t.Parallel()
	path := loadDump(t)
	execute(t, path, "PRAGMA journal_mode=wal")
	writer := keepOpen(t, path)
	if _, err := writer.Exec("UPDATE model_versions SET current_stage = 'Archived' WHERE name = 'churn' AND version = 1"); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() == 0 {
		t.Fatalf("the test has no log to read: %v", err)
	}
	version, err := openDB(t, path).ModelVersion(context.Background(), "churn", "1")
	if err != nil || version.Stage != "Archived" {
		t.Errorf("stage %q, %v; want the one in the log", version.Stage, err)
	}
}

// TestDatabaseOdd: what MLflow's schemas had at other times, and entries that
// are there but not to be seen.
func TestDatabaseOdd(t *testing.T) {
	t.Parallel()
	ctx := context.Background()

	t.Run("hidden versions and prompts", func(t *testing.T) {
		t.Parallel()
		path := loadDump(t)
		execute(t, path, `UPDATE model_versions SET current_stage = 'Deleted_Internal' WHERE name = 'churn' AND version = 10;
			INSERT INTO registered_models (name, workspace) VALUES ('greeting', 'default'), ('theirs', 'team-b');
			INSERT INTO registered_model_tags (name, key, value, workspace) VALUES ('greeting', 'mlflow.prompt.is_prompt', 'true', 'default')`)
		registry := openDB(t, path)
		version, _, err := mlflow.Resolve(ctx, registry, parse(t, "churn", "latest"))
		if err != nil || version.Version != "9" {
			t.Errorf("latest is %q, %v; want 9", version.Version, err)
		}
		if _, err := registry.ModelVersion(ctx, "churn", "10"); !errors.Is(err, mlflow.ErrNotFound) {
			t.Errorf("the deleted version: %v", err)
		}
		models, err := registry.RegisteredModels(ctx)
		if err != nil || len(models) != 3 {
			t.Errorf("models %v, %v; want neither prompt nor another workspace's", models, err)
		}
		if models, err := openDB(t, path, "MLFLOW_WORKSPACE", "team-b").RegisteredModels(ctx); err != nil || len(models) != 1 || models[0].Name != "theirs" {
			t.Errorf("models of the other workspace %v, %v", models, err)
		}
	})

	t.Run("without run_id", func(t *testing.T) {
		t.Parallel()
		path := loadDump(t)
		execute(t, path, `UPDATE model_versions SET run_id = NULL`)
		for selector, want := range map[string]string{"1": "its logged model m-", "2": "its source runs:/"} {
			version, run, err := mlflow.Resolve(ctx, openDB(t, path), parse(t, "churn", selector))
			if err != nil || !strings.HasPrefix(version.RunFrom, want) || run.ID == "" {
				t.Errorf("version %s: from %q, %v; want %q", selector, version.RunFrom, err, want)
			}
		}
		version, run, err := mlflow.Resolve(ctx, openDB(t, path), parse(t, "blessed", "1"))
		if err != nil || version.RunFrom != "a copy of churn v1" || run.Name != "first" {
			t.Errorf("copy: from %q, run %q, %v", version.RunFrom, run.Name, err)
		}
	})

	t.Run("old schema", func(t *testing.T) {
		t.Parallel()
		path := loadDump(t)
		execute(t, path, `PRAGMA foreign_keys=off; DROP TABLE logged_models; DROP TABLE inputs; DROP TABLE input_tags; DROP TABLE datasets;
			DROP TABLE registered_model_aliases; ALTER TABLE model_versions DROP COLUMN storage_location; ALTER TABLE model_versions DROP COLUMN run_link;
			CREATE TABLE old AS SELECT experiment_id, name, artifact_location, lifecycle_stage FROM experiments; DROP TABLE experiments; ALTER TABLE old RENAME TO experiments`)
		version, run, err := mlflow.Resolve(ctx, openDB(t, path), parse(t, "churn", "1"))
		if err != nil || run.Name != "first" || len(version.Aliases) != 0 || len(run.Datasets) != 0 || len(run.Params) != 8 {
			t.Errorf("%+v, %+v, %v", version, run, err)
		}
		if runs, err := openDB(t, path).FindRuns(ctx, mlflow.RunQuery{}); err != nil || len(runs) != 4 {
			t.Errorf("%d runs, %v", len(runs), err)
		}
	})

	t.Run("not MLflow's", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "x.db")
		execute(t, path, "CREATE TABLE runs (a)")
		_, err := mlflow.Open(ctx, mlflow.Config{TrackingURI: "sqlite:///" + path})
		wantParts(t, err, "has no MLflow table", "mlflow db upgrade")
	})

	t.Run("damaged", func(t *testing.T) {
		t.Parallel()
		path := loadDump(t)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := 4096; i < len(data); i++ {
			data[i] ^= 0x5a
		}
		write(t, path, string(data))
		registry, err := mlflow.Open(ctx, mlflow.Config{TrackingURI: "sqlite:///" + path})
		if err == nil {
			_, err = registry.Run(ctx, strings.Repeat("0", 32))
			registry.Close()
		}
		if err == nil || errors.Is(err, mlflow.ErrNotFound) {
			t.Errorf("a damaged database answered: %v", err)
		}
	})
}

// TestHostileNames: what is typed goes into queries as values.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	registry := openDB(t, loadDump(t))
	ctx := context.Background()
	for _, name := range []string{"x' OR '1'='1", `" OR 1=1 --`, "churn%", "", "CHURN"} {
		if versions, err := registry.ModelVersions(ctx, name); name != "" && (err != nil || len(versions) != 0) {
			t.Errorf("%q: %v, %v", name, versions, err)
		}
		if _, err := registry.RegisteredModel(ctx, name); !errors.Is(err, mlflow.ErrNotFound) {
			t.Errorf("%q: %v", name, err)
		}
		if _, err := registry.ModelVersion(ctx, name, "1"); !errors.Is(err, mlflow.ErrNotFound) {
			t.Errorf("%q: %v", name, err)
		}
		runs, err := registry.FindRuns(ctx, mlflow.RunQuery{Tags: map[string]string{name: name}})
		if err != nil || len(runs) != 0 {
			t.Errorf("%q: %v, %v", name, runs, err)
		}
	}
	for _, number := range []string{"1 OR 1=1", "1.0", "01", " 1"} {
		if _, err := registry.ModelVersion(ctx, "churn", number); !errors.Is(err, mlflow.ErrNotFound) {
			t.Errorf("version %q: %v", number, err)
		}
	}
	err := registry.MetricHistory(ctx, strings.Repeat("0", 32), "f1", func(repro.Point) error { return nil })
	if !errors.Is(err, mlflow.ErrNotFound) {
		t.Errorf("history of no run: %v", err)
	}
}
