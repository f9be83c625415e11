//go:build !nosqlite

package sideeffect

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestScratched: what a training registered in the throw-away registry is told, and what
// one that failed may have missed there.
func TestScratched(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	dump, err := os.ReadFile("../../testdata/mlflow/mlflow.sql")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "full.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), string(dump)); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "torn.db"), []byte("SQLite format 3\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		file      string
		succeeded bool
		want      string
	}{
		"none":               {"", true, ""},
		"nothing registered": {"gone.db", true, "registered nothing in the throw-away registry"},
		"registered":         {"full.db", true, "version 10 of churn, version 9 of churn"},
		"no database":        {"torn.db", true, "is not known: open"},
		"failed":             {"gone.db", false, "leave --registry out where it does"},
	} {
		uri := ""
		if tt.file != "" {
			uri = "sqlite:///" + filepath.ToSlash(filepath.Join(dir, tt.file))
		}
		said := strings.Join(Scratched(t.Context(), uri, tt.succeeded), "|")
		if (said == "") != (tt.want == "") || !strings.Contains(said, tt.want) {
			t.Errorf("%s: %q, want %q", name, said, tt.want)
		}
		if tt.succeeded && strings.Contains(said, "begins empty") {
			t.Errorf("%s: %q", name, said)
		}
	}
}
