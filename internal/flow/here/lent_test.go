package here

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestTextOf: what may hold a secret is read whatever its ending is, but for what is no text
// or large; all together are bounded, but for files that are kept for their secrets.
func TestTextOf(t *testing.T) {
	t.Parallel()
	const text = "value-of-7731\n"
	for name, want := range map[string]string{
		".env": text, ".dvc/config.local": text, "token.txt": text, "kube.config": text, "table.csv": text, "api_key": text,
		"store.p12": "", "large.csv": "", "late.csv": "", "late/.env": text, "late/data.json": "", "late/token.txt": text,
	} {
		file, content, left := filepath.Join(t.TempDir(), filepath.FromSlash(name)), text, unread{maxNamed, maxUnnamed}
		switch name {
		case "store.p12":
			content += "\x00"
		case "large.csv":
			content = strings.Repeat("1,2\n", maxLearned)
		case "late.csv", "late/.env", "late/data.json", "late/token.txt":
			left = unread{3, 3}
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := textOf(file, int64(len(content)), &left); got != want {
			t.Errorf("%s: %.40q", name, got)
		}
	}
}

// TestSecretsOf: what a report names anyway is not hidden for standing in a .env, and what is
// an argument of the command is.
func TestSecretsOf(t *testing.T) {
	t.Parallel()
	plan := repro.Plan{
		Command:  "set -a; . ./.env && python train.py --key k3y-9912",
		Original: repro.Run{ID: "0123456789abcdef0123456789abcdef", Metrics: repro.Metrics{{Name: "val-loss/2"}}},
	}
	got := secretsOf([]string{plan.Original.ID, "val-loss/2", ". ./.env", "python train.py --key k3y-9912", plan.Command, "k3y-9912", "set -a; x"}, plan)
	if want := []string{"k3y-9912", "set -a; x"}; !slices.Equal(got, want) {
		t.Errorf("secret are %q, want %q", got, want)
	}
}

// TestRunIn: settings that send a training into a run that is there are found.
func TestRunIn(t *testing.T) {
	t.Parallel()
	const id = "0123456789abcdef0123456789abcdef"
	for text, want := range map[string]string{
		"A=1\nMLFLOW_RUN_ID=" + id + "\n":         id,
		"export MLFLOW_RUN_ID='" + id + "' # old": id,
		"# MLFLOW_RUN_ID=" + id:                   "",
		"MLFLOW_RUN_ID=\nX=" + id:                 "",
		"BASE_RUN_ID=" + id:                       "",
	} {
		if got := runIn(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
