package audit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/project"
)

// TestAuditReadsTheUsersRemote: a remote that dvc config --global or --system names is where
// dvc push put the data, though no commit has it. A machine that has no such settings is
// told of.
func TestAuditReadsTheUsersRemote(t *testing.T) {
	t.Parallel()
	world := newAuditWorld(t)
	world.write(t, ".dvc/config", "[core]\n    autostage = false\n")
	world.train(t, "print('pushed')\n", "x,y\n5,5\n", true)
	commit := world.commit(t)
	home := t.TempDir()
	shelf, err := filepath.Rel(filepath.Join(home, "dvc"), world.remote)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(home, "dvc"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "dvc", "config"), []byte("[core]\n    remote = shelf\n['remote \"shelf\"']\n    url = "+shelf+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	nothing := filepath.Join(home, "nothing")
	for name, tt := range map[string]struct {
		environ []string
		want    string
	}{
		"of the user":    {[]string{"DVC_SYSTEM_CONFIG_DIR=" + nothing, "DVC_GLOBAL_CONFIG_DIR=" + filepath.Join(home, "dvc")}, "in remote shelf, which only the DVC settings of this user or machine name"},
		"of the machine": {[]string{"DVC_SYSTEM_CONFIG_DIR=" + filepath.Join(home, "dvc"), "DVC_GLOBAL_CONFIG_DIR=" + nothing}, "in remote shelf, which only the DVC settings"},
		"of neither":     {[]string{"DVC_SYSTEM_CONFIG_DIR=" + nothing, "DVC_GLOBAL_CONFIG_DIR=" + nothing}, "no DVC remote is configured at "},
	} {
		server := mlflowtest.New(t)
		run := soundRun(world)
		run.Tags = map[string]string{"mlflow.source.git.commit": commit}
		server.AddVersion("churn", mlflowtest.Version{RunID: server.AddRun(run)})
		auditor := &Auditor{Store: openStore(t, server.URL), Selecting: seven(t), Now: clock, Environ: tt.environ}
		if auditor.Clone, err = project.OpenClone(t.Context(), world.clone, ""); err != nil {
			t.Fatal(err)
		}
		audit, err := auditor.Audit(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if text := told(audit.Versions[0], CheckPresent); !strings.Contains(text, tt.want) {
			t.Errorf("%s: %q, want %q", name, text, tt.want)
		}
	}
}
