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
// called. What else is there stays, whatever it does to that; what it writes counts only in the
// paths that are to be as they are.
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
	for name, text := range map[string]string{"fit.csv": "1", "kept.csv": "2", ".hidden": "3", "below/deep/x": "4", "below/deep/fit": "6", "runs.db": "5"} {
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
		{"the files", "ls -A ..", "below\nkept.csv\nplace\nruns.db\n"},
		{"the same file for another program", "cat ../fit.csv || echo none", "cat: ../fit.csv: No such file or directory\nnone\n"},
		{"its directory and variables", `pwd; echo "$PWD $OLDPWD $dir $n"; ls /sys | grep -c . >/dev/null`, place + "\n" + place + "  as given \n"},
		{"who runs it", "id -u", strings.TrimSpace(id(t)) + "\n"},
		{"a file in the place", "echo 5 >made; cat made", "5\n"},
		{"a file that is made again", "echo 6 >../fit.csv; cat ../fit.csv", "6\n"},
		{"one further below", "ls ../below/deep; mkdir -p ../below/deep && echo 7 >../below/deep/fit", "x\n"},
		{"what it does to others", "rm -r ../below ../kept.csv; echo 7 >../new; ls ..", "new\nplace\nruns.db\n"},
		{"a database among them", "echo 8 >../runs.db", ""},
		{"its status", "exit 7", ""},
	} {
		var output strings.Builder
		env := []string{"PATH=" + os.Getenv("PATH"), "dir=as given"}
		got := command.Run(t.Context(), command.Spec{Command: tt.command, Dir: place, Env: env, Output: &output, Without: []string{filepath.Join(share, "below", "deep", "fit"), filepath.Join(share, "fit.csv"), filepath.Join(share, ".hidden")}, As: []string{place, filepath.Join(share, "runs.db"), filepath.Join(share, "none")}})
		if output.String() != tt.says {
			t.Errorf("%s: %q, want %q", tt.name, output.String(), tt.says)
		}
		if want := tt.name == "its status"; want != (got.Status == repro.ExecFailed && strings.Contains(got.Detail, "exit status 7")) {
			t.Errorf("%s: %s, %s", tt.name, got.Status, got.Detail)
		}
	}
	for name, want := range map[string]string{"fit.csv": "1", ".hidden": "3", "kept.csv": "2", "below/deep/x": "4", "below/deep/fit": "6", "place/made": "5\n", "runs.db": "8\n"} {
		if text, err := os.ReadFile(filepath.Join(share, name)); err != nil || string(text) != want {
			t.Errorf("%s afterwards: %q, %v", name, text, err)
		}
	}
	if _, err := os.Stat(filepath.Join(share, "new")); err == nil {
		t.Error("what it wrote is there")
	}
	if err := os.WriteFile(filepath.Join(share, "runs.db-wal"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, spec := range map[string]command.Spec{
		"a file that is not there":           {Without: []string{filepath.Join(share, "none.csv")}},
		"beside a log that is written ahead": {Without: []string{filepath.Join(share, "fit.csv")}, As: []string{filepath.Join(share, "runs.db")}},
	} {
		spec.Command, spec.Env = "true", shellEnv
		if got := command.Run(t.Context(), spec); got.Status != repro.ExecFailed {
			t.Errorf("%s: %s, %s", name, got.Status, got.Detail)
		}
	}
}

func id(t *testing.T) string {
	t.Helper()
	var output strings.Builder
	command.Run(t.Context(), command.Spec{Command: "id -u", Env: shellEnv, Output: &output})
	return output.String()
}
