//go:build unix

package local

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCannotRun: a command that must fail is told from one that may work, and nothing is
// said of what is not certain.
func TestCannotRun(t *testing.T) {
	t.Parallel()
	dir, bin := t.TempDir(), t.TempDir()
	gittest.Git(t, dir, "init", "--quiet", "--initial-branch=main")
	for _, file := range []string{"ml/train.py", "ml/src/fit.py", "ml/run.sh", "ml/plain.sh", "ml/Makefile", "ml/data.py.dvc", "tool.py"} {
		gittest.Write(t, dir, file, "x\n")
	}
	if err := os.Chmod(filepath.Join(dir, "ml", "run.sh"), 0o755); err != nil {
		t.Fatal(err)
	}
	gittest.Git(t, dir, "add", "-A")
	gittest.Git(t, dir, "update-index", "--add", "--cacheinfo", "160000,"+strings.Repeat("1", 40)+",ml/vendor")
	gittest.Git(t, dir, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "Start")
	for _, name := range []string{"python", "python3.12", "sh", "make", "dvc", "node"} {
		gittest.Write(t, bin, name, "")
		if err := os.Chmod(filepath.Join(bin, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	gittest.Write(t, bin, "notes", "")
	project, err := Open(t.Context(), dir, "ml")
	if err != nil {
		t.Fatal(err)
	}
	commit := gittest.Git(t, dir, "rev-parse", "HEAD")
	for command, want := range map[string]string{
		"python trian.py":                "there is no file trian.py at commit " + commit[:7] + "; did you mean train.py?",
		"python -u -W ignore src/fti.py": "there is no file src/fti.py at commit " + commit[:7] + "; did you mean src/fit.py?",
		"python3.12 nowhere.py":          "there is no file nowhere.py at commit " + commit[:7],
		"LR=1 mak train":                 "there is no program mak on the PATH here",
		"notes":                          "there is no program notes on the PATH here",
		"./rnu.sh 1 | tee log":           "there is no file ./rnu.sh at commit " + commit[:7] + "; did you mean run.sh?",
		"./plain.sh":                     "./plain.sh is not executable at commit " + commit[:7],
		"sh nope.sh && python train.py":  "there is no file nope.sh",
		"python /no/such/train.py":       "there is no file /no/such/train.py here",
		"../tool.sh":                     "there is no file ../tool.sh at commit " + commit[:7],

		"python train.py --lr 1":        "",
		"python ../tool.py":             "",
		"python ./src/fit.py":           "",
		"python vendor/train.py":        "",
		"python data.py":                "", // dvc checkout makes it
		"python lent.py":                "",
		"python -m trian":               "",
		"python -um trian":              "",
		"python -c pass":                "",
		"python":                        "",
		"python3.12 train.py":           "",
		"./run.sh":                      "",
		"sh plain.sh":                   "",
		"make train":                    "",
		"make -C .. train":              "",
		"dvc repro nowhere":             "",
		"cd src && python nowhere.py":   "",
		"PATH=/opt/bin mak train":       "",
		"python $SCRIPT":                "",
		"python 'my script.py'":         "",
		"sh -c trian":                   "",
		"sh -eu nope.sh":                "",
		"export LR=1; python trian.py":  "",
		"(cd src; python nope.py)":      "",
		"node --import ./x.js nope.js":  "",
		"python ../../elsewhere/fit.py": "",
		"":                              "",
	} {
		project.Environ = []string{"PATH=" + bin}
		plan := repro.Plan{Command: command}
		plan.Code.Commit, plan.With = commit, []string{"lent.py"}
		switch got := project.CannotRun(t.Context(), plan); {
		case want == "" && got != "":
			t.Errorf("%s: %s", command, got)
		case want != "" && !strings.HasPrefix(got, "the run command cannot work: "+want):
			t.Errorf("%s: %q, want %q", command, got, want)
		}
		plan.Environment.Dir = "/rebuilt"
		if got := project.CannotRun(t.Context(), plan); strings.Contains(got, "PATH") {
			t.Errorf("%s: the original's software is not there yet: %s", command, got)
		}
	}
	project.Environ = []string{"PATH=bin:" + bin}
	plan := repro.Plan{Command: "mak train"}
	if plan.Code.Commit = commit; project.CannotRun(t.Context(), plan) != "" {
		t.Error("a PATH of the checkout's own was looked up here")
	}
	other, err := Open(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	other.Environ = []string{"PATH=" + bin}
	plan.Command = "make train"
	if got := other.CannotRun(t.Context(), plan); !strings.Contains(got, "there is no Makefile at commit") {
		t.Errorf("make without a Makefile: %q", got)
	}
}
