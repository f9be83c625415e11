//go:build !nosqlite

package mlflow

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	_ "modernc.org/sqlite" // the driver, in pure Go
)

// database is the Store in an mlflow.db, MLflow's default since 3.7. It is
// opened so that SQLite itself refuses every write.
// https://github.com/mlflow/mlflow/blob/master/mlflow/store/tracking/dbmodels/models.py
type database struct {
	db        *sql.DB
	path      string
	workspace string          // which one of a database that has several
	columns   map[string]bool // "table.column": schemas differ by MLflow's version
}

// defaultWorkspace is where everything is that was made without workspaces.
const defaultWorkspace = "default"

func openSQLite(ctx context.Context, path, workspace string) (*database, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	wal, err := readHeader(absolute)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	query := "?mode=ro&_pragma=query_only(true)&_pragma=busy_timeout(5000)"
	if _, err := os.Stat(absolute + "-wal"); wal && errors.Is(err, os.ErrNotExist) {
		// Reading in WAL mode makes files beside the database. Without a log
		// nobody is writing, and immutable reads without making any.
		query += "&immutable=1"
	}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: absolute}).String()+query)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	d := &database{db: db, path: path, workspace: cmp.Or(workspace, defaultWorkspace), columns: map[string]bool{}}
	if err := d.readSchema(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return d, nil
}

// readHeader says whether the file is a database in write-ahead mode.
// https://www.sqlite.org/fileformat.html#the_database_header
func readHeader(path string) (wal bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return false, errors.New("no such file; give --tracking-uri sqlite:///PATH of an MLflow database")
	case err != nil:
		return false, doc.Reason(err)
	case !info.Mode().IsRegular():
		return false, errors.New("is not a regular file")
	}
	file, err := os.Open(path)
	if err != nil {
		return false, doc.Reason(err)
	}
	defer file.Close()
	header := make([]byte, 20)
	if _, err := io.ReadFull(file, header); err != nil || !bytes.HasPrefix(header, []byte("SQLite format 3\x00")) {
		return false, errors.New("is not an SQLite database")
	}
	return header[18] == 2 || header[19] == 2, nil
}

// readSchema learns which tables and columns there are.
func (d *database) readSchema(ctx context.Context) error {
	const all = `SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'`
	err := d.each(ctx, d.db, func(rows *sql.Rows) error {
		var table, column string
		err := rows.Scan(&table, &column)
		d.columns[table+"."+column] = true
		return err
	}, all)
	if err != nil {
		return err
	}
	for _, needed := range []string{"runs.run_uuid", "experiments.experiment_id", "params.key", "latest_metrics.is_nan", "metrics.step", "tags.key"} {
		if !d.columns[needed] {
			table, _, _ := strings.Cut(needed, ".")
			return fmt.Errorf("has no MLflow table %s, or one from before MLflow 1.0; open it once with MLflow (`mlflow db upgrade`)", table)
		}
	}
	return nil
}

func (d *database) Close() error { return d.db.Close() }

// queryer is a database or one transaction of it.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each runs a query and calls scan for every row.
func (d *database) each(ctx context.Context, q queryer, scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return explain(rows.Err())
}

// explain adds the way out to errors of SQLite that have one.
func explain(err error) error {
	if err == nil {
		return nil
	}
	switch text := err.Error(); {
	case strings.Contains(text, "SQLITE_BUSY"):
		return fmt.Errorf("%w: another program is writing to the database; try again when it is done", err)
	case strings.Contains(text, "SQLITE_READONLY"), strings.Contains(text, "SQLITE_CANTOPEN"):
		return fmt.Errorf("%w: a writer may have left it unfinished (-journal or -wal beside it); let MLflow open it once", err)
	}
	return err
}

// scope gives the condition that keeps a query within the workspace; table is
// the query's name for a table that has the column in newer schemas.
func (d *database) scope(table, alias string) (string, []any) {
	if !d.columns[table+".workspace"] {
		return "1 = 1", nil
	}
	return alias + ".workspace = ?", []any{d.workspace}
}

// optional names a column, or NULL where the schema does not have it yet.
func (d *database) optional(table, column string) string {
	if d.columns[table+"."+column] {
		return column
	}
	return "NULL"
}

// places writes the placeholders for n values, and args collects them.
func places(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

func anys(texts []string) []any {
	args := make([]any, len(texts))
	for i, text := range texts {
		args[i] = text
	}
	return args
}
