//go:build unix && long

package record

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/recorded"
)

// TestRecord_hidden: a tree is clean only where what ran is the commit's, whatever git was
// told, and stayed so.
func TestRecord_hidden(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here")
	}
	for name, tt := range map[string]struct {
		flag, file, script string
		tree, gap          string
	}{
		"clean":                     {"", "", "", recorded.Clean, ""},
		"a hidden program":          {"--assume-unchanged", "train.py", "", recorded.Dirty, ""},
		"a hidden module":           {"--skip-worktree", "settings.py", "", recorded.Dirty, ""},
		"hidden params":             {"--skip-worktree", "params.yaml", "", recorded.Dirty, ""},
		"hidden data":               {"--assume-unchanged", "data/a.csv", "", recorded.Dirty, ""},
		"hidden, and not used":      {"--assume-unchanged", "other.py", "", recorded.Clean, ""},
		"another commit":            {"", "", "git -c user.name=a -c user.email=a@b.example commit -q --allow-empty -m x", recorded.Unknown, "another commit"},
		"written by the training":   {"", "", python + ` -c "open('settings.py', 'w').write('x = 1\n')" settings.py`, recorded.Unknown, "settings.py was written"},
		"line ends as git converts": {"crlf", "settings.py", "", recorded.Clean, ""},
		"what a filter takes away":  {"filter", "settings.py", "", recorded.Dirty, ""},
	} {
		dir := newProject(t)
		gittest.Write(t, dir, "train.py", "import settings\nopen('params.yaml').read()\nopen('data/a.csv').read()\n")
		gittest.Write(t, dir, "params.yaml", "k: 1\n")
		gittest.Write(t, dir, "other.py", "k = 1\n")
		gittest.Git(t, dir, "add", ".")
		gittest.Git(t, dir, "commit", "--quiet", "-m", "Train")
		switch tt.flag {
		case "":
		case "crlf":
			gittest.Git(t, dir, "config", "core.autocrlf", "true")
			gittest.Git(t, dir, "rm", "--quiet", "--cached", tt.file)
			gittest.Git(t, dir, "reset", "--quiet", "--hard")
			if text, err := os.ReadFile(filepath.Join(dir, tt.file)); err != nil || string(text) != "x = 1\r\n" {
				t.Fatalf("%s: %q, %v", name, text, err)
			}
		case "filter":
			gittest.Git(t, dir, "config", "filter.local.clean", "grep -v LOCAL")
			gittest.Write(t, dir, ".git/info/attributes", "settings.py filter=local\n")
			gittest.Write(t, dir, tt.file, "x = 1\nx = 3 # LOCAL\n")
			gittest.Git(t, dir, "add", tt.file)
			if status := gittest.Git(t, dir, "status", "--porcelain"); status != "" {
				t.Fatalf("%s: git sees it: %s", name, status)
			}
		default:
			gittest.Git(t, dir, "update-index", tt.flag, tt.file)
			text := "import settings\n"
			if !strings.HasSuffix(tt.file, ".py") {
				text = "k: 2\n"
			}
			if tt.file == "settings.py" {
				text = "x = 2\n"
			}
			gittest.Write(t, dir, tt.file, text)
		}
		script := python + " train.py"
		if tt.script != "" {
			script = tt.script + " && " + script
		}
		made := recordOf(t, dir, script)
		code := made.Lineage.Code
		if code.Tree != tt.tree || slices.Contains(code.Changed, tt.file) != (tt.tree == recorded.Dirty) {
			t.Errorf("%s: %+v, gaps %q", name, code, made.Lineage.Gaps)
		}
		if tt.tree == recorded.Dirty && !slices.ContainsFunc(code.Diff.LeftOut, func(left recorded.LeftOut) bool {
			return left.Path == tt.file && (strings.Contains(left.Why, "hidden from git") || tt.flag == "filter" && strings.HasPrefix(left.Why, "a filter of git"))
		}) {
			t.Errorf("%s: left out %+v", name, code.Diff.LeftOut)
		}
		if said := strings.Join(made.Lineage.Gaps, "\n"); tt.gap != "" && !strings.Contains(said, tt.gap) || tt.gap == "" && strings.Contains(said, "training ran") {
			t.Errorf("%s: gaps %q", name, said)
		}
	}
}

// TestOfTool: what a project has below .config counts as any other file, and what tools have hidden
// does not.
func TestOfTool(t *testing.T) {
	t.Parallel()
	for file, want := range map[string][2]bool{ // as settings, as data
		".config/x.yaml": {true, false}, ".config/app/s.json": {false, true}, "p/.config/x.toml": {true, false}, "p/.config/rows.csv": {false, true}, "conf/x.yaml": {true, false},
		".github/x.yaml": {false, false}, ".venv/x.json": {false, false}, ".config/.cache/x.json": {false, false}, ".pre-commit-config.yaml": {false, false},
	} {
		if got := [2]bool{isConfig(file), isData(file, "/p/"+file)}; got != want {
			t.Errorf("%s: settings and data %v, want %v", file, got, want)
		}
	}
}
