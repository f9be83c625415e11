//go:build unix

package local

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// TestBesideClone: what lies beside the user's clone, and was looked for beside the place, has a
// way to come there; what nobody looked for, and what is there, has none.
func TestBesideClone(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		prefix string
		read   string // from the place's folder, that Python tried to read
		log    string
		ended  repro.ExecutionStatus
		want   string // the name of the link
	}{
		"read":                        {"", "data/raw.csv", "", repro.ExecFailed, "../data"},
		"asked for by one that ended": {"", "data/raw.csv", "", repro.ExecSucceeded, "../data"},
		"said by the log":             {"", "", "FileNotFoundError: ../data/raw.csv not found.", repro.ExecFailed, "../data"},
		"said by one that ended":      {"", "", "../data/raw.csv not found, which is fine", repro.ExecSucceeded, ""},
		"said from a folder":          {"models/churn", "", "cat: '../../../data/raw.csv': No such file or directory", repro.ExecFailed, "../../../data"},
		"another of its folders":      {"models/churn", "", "cat: ../data/raw.csv: No such file or directory", repro.ExecFailed, ""},
		"with a longer name":          {"", "", "cat: ../database: No such file or directory", repro.ExecFailed, ""},
		"nothing of it":               {"", "", "ValueError: no", repro.ExecFailed, ""},
		"what nobody has":             {"", "other/raw.csv", "cat: ../other/raw.csv: No such file or directory", repro.ExecFailed, ""},
		"what is there":               {"", "made/raw.csv", "cat: ../made/raw.csv: No such file or directory", repro.ExecFailed, ""},
	} {
		user, folder := filestate.RealPath(t.TempDir()), filestate.RealPath(t.TempDir())
		for _, file := range []string{"data/raw.csv", "made/raw.csv", "churn/train.py"} {
			gittest.Write(t, user, file, "1\n")
		}
		for _, dir := range []string{"churn", "made"} {
			if err := os.Mkdir(filepath.Join(folder, dir), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		process := observe.Process{Hooked: true, Args: []string{"python", "train.py"}}
		if tt.read != "" {
			process.Sought = []observe.Access{{Path: filepath.Join(folder, tt.read), At: 1}}
		}
		l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: filepath.Join(user, "churn")}, Prefix: tt.prefix}}
		p := place{clone: &git.Clone{Dir: filepath.Join(folder, "churn")}}
		want := ""
		if tt.want != "" {
			want = "ln -s " + filepath.Join(user, "data") + " " + tt.want + " && "
		}
		if got := l.besideClone(&observe.Observation{Processes: []observe.Process{process}}, p, repro.Execution{Status: tt.ended, Log: []string{tt.log}}); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
