package here

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestSettingsIn: what is kept for its secrets is read whatever its ending is, and neither
// data nor what is no text.
func TestSettingsIn(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		".env": true, ".dvc/config.local": true, "token.txt": true, "key.pem": true, "conf.yaml": true, "api_key": true,
		"words.txt": false, "table.csv": false, "store.p12": false,
	} {
		file := filepath.Join(t.TempDir(), filepath.FromSlash(name))
		text := "value-of-7731\n"
		if name == "store.p12" {
			text += "\x00"
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := settingsIn(file, int64(len(text))); (got == text) != want || !want && got != "" {
			t.Errorf("%s: %q", name, got)
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
