//go:build unix

package record

import (
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/recorded"
)

// TestRecord_submodule: code of a submodule is the commit's where its own commit has it, in one that
// lies in another, too; what was changed there, or added, is not.
func TestRecord_submodule(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here")
	}
	for name, tt := range map[string]struct {
		file, text         string // written there, before the training
		tree               string
		changed, untracked []string
	}{
		"clean":             {"lib/.keep", "", recorded.Clean, nil, nil},
		"changed":           {"lib/prep.py", "K = 2\nimport inner.deep\n", recorded.Dirty, []string{"lib/prep.py"}, nil},
		"changed far below": {"lib/inner/deep.py", "K = 3\n", recorded.Dirty, []string{"lib/inner/deep.py"}, nil},
		"added":             {"lib/inner/more.py", "K = 4\n", recorded.Dirty, nil, []string{"lib/inner/more.py"}},
	} {
		root := t.TempDir()
		of := func(name string, files ...string) string {
			dir := filepath.Join(root, name)
			for i := 0; i < len(files); i += 2 {
				gittest.Write(t, dir, files[i], files[i+1])
			}
			gittest.Git(t, dir, "init", "--quiet", "--initial-branch=main")
			gittest.Git(t, dir, "add", ".")
			gittest.Git(t, dir, "commit", "--quiet", "-m", "Begin")
			return dir
		}
		add := func(dir, of, at string) {
			gittest.Git(t, dir, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", of, at)
			gittest.Git(t, dir, "commit", "--quiet", "-m", "Add a submodule")
		}
		inner, lib := of("inner", "deep.py", "K = 1\ntry:\n    import more\nexcept ImportError: pass\n"), of("lib", "prep.py", "import inner.deep\n")
		add(lib, inner, "inner")
		dir := of("project", "train.py", "import sys\nsys.path[:0] = ['lib', 'lib/inner']\nimport prep\nopen('lib/prep.py').read()\n")
		add(dir, lib, "lib")
		gittest.Git(t, dir, "-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init", "--recursive")
		gittest.Write(t, dir, tt.file, tt.text)
		made := recordOf(t, dir, python+" -B train.py")
		code := made.Lineage.Code
		if code.Tree != tt.tree || !slices.Equal(code.Changed, tt.changed) || !slices.Equal(code.Untracked, tt.untracked) || made.Diff != "" {
			t.Errorf("%s: tree %s, changed %q, untracked %q, gaps %q, diff %q", name, code.Tree, code.Changed, code.Untracked, made.Lineage.Gaps, made.Diff)
		}
	}
}
