//go:build unix

package local

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestUnmade: of what was taken away, what is there again was made, and a metrics file is no
// input; a link that leads nowhere was written too.
func TestUnmade(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	dir := filepath.Join(top, "churn")
	if err := os.MkdirAll(filepath.Join(dir, "models"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "models", "model.pkl"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "latest.pkl")); err != nil {
		t.Fatal(err)
	}
	p := place{dir: dir, absence: absence{digests: map[string]filestate.Digest{}}}
	for _, file := range []string{"churn/models/base.json", "churn/models/model.pkl", "churn/latest.pkl", "churn/metrics.json", "churn/scores/a.json", "shared/init.pkl"} {
		p.absence.digests[file] = filestate.Digest{}
	}
	l := &Project{Clone: &project.Clone{Prefix: "churn"}}
	if got, want := l.unmade(p, []string{"metrics.json", "scores"}), []string{"models/base.json", "../shared/init.pkl"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
