//go:build !nodesk

package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/command"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestRun_without: the files are not there for the command alone, whatever their folders are
// called. What else is there stays, and what it writes below the folders; what it writes beside
// the files is gone with it.
func TestRun_without(t *testing.T) {
	t.Parallel()
	if !command.RunsWithout(t.Context()) {
		t.Skip("this machine lets nobody mount")
	}
	top, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	share := filepath.Join(top, `a, b:c "d"`)
	for name, text := range map[string]string{"fit.csv": "1", "kept.csv": "2", ".hidden": "3", "below/deep/x": "4"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(share, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(share, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	place := filepath.Join(share, "place")
	if err := os.Mkdir(place, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, command, says string }{
		{"the files", "ls -A ..", "below\nkept.csv\nplace\n"},
		{"the same file for another program", "cat ../fit.csv || echo none", "cat: ../fit.csv: No such file or directory\nnone\n"},
		{"its directory and variables", `pwd; echo "$PWD $OLDPWD $dir $n"; ls /sys | grep -c . >/dev/null`, place + "\n" + place + "  as given \n"},
		{"who runs it", "id -u", strings.TrimSpace(id(t)) + "\n"},
		{"a file in the place", "echo 5 >made; cat made", "5\n"},
		{"a file that is made again", "echo 6 >../fit.csv; cat ../fit.csv", "6\n"},
		{"its status", "exit 7", ""},
	} {
		var output strings.Builder
		env := []string{"PATH=" + os.Getenv("PATH"), "dir=as given"}
		got := command.Run(t.Context(), command.Spec{Command: tt.command, Dir: place, Env: env, Output: &output, Without: []string{filepath.Join(share, "fit.csv"), filepath.Join(share, ".hidden")}})
		if output.String() != tt.says {
			t.Errorf("%s: %q, want %q", tt.name, output.String(), tt.says)
		}
		if want := tt.name == "its status"; want != (got.Status == repro.ExecFailed && strings.Contains(got.Detail, "exit status 7")) {
			t.Errorf("%s: %s, %s", tt.name, got.Status, got.Detail)
		}
	}
	for name, want := range map[string]string{"fit.csv": "1", ".hidden": "3", "below/deep/x": "4", "place/made": "5\n"} {
		if text, err := os.ReadFile(filepath.Join(share, name)); err != nil || string(text) != want {
			t.Errorf("%s afterwards: %q, %v", name, text, err)
		}
	}
	if got := command.Run(t.Context(), command.Spec{Command: "true", Env: shellEnv, Without: []string{filepath.Join(share, "none.csv")}}); got.Status != repro.ExecFailed {
		t.Errorf("a file that is not there was hidden: %s, %s", got.Status, got.Detail)
	}
}

func id(t *testing.T) string {
	t.Helper()
	var output strings.Builder
	command.Run(t.Context(), command.Spec{Command: "id -u", Env: shellEnv, Output: &output})
	return output.String()
}
