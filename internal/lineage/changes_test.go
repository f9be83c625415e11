//go:build unix

package lineage

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestChangedFiles holds the list of what differs between two commits against
// git's own, whatever it is that differs.
func TestChangedFiles(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	w := &repository{t, t.TempDir()}
	w.git("init", "--quiet", "--initial-branch=main")
	w.write("data/raw.csv", "x,y\n3,4\n")
	w.write("src/train.py", "print(1)\n")
	w.write("data/old.bin", "a\x00b")
	w.write("run.sh", "python src/train.py\n")
	w.write("conf/gone.json", "{}")
	if err := os.Symlink("raw.csv", filepath.Join(w.dir, "data", "link.csv")); err != nil {
		t.Fatal(err)
	}
	w.git("add", "--all")
	w.git("commit", "--quiet", "-m", "Start")
	w.git("update-index", "--add", "--cacheinfo", "160000,"+strings.Repeat("1", 40)+",vendor/lib")
	w.git("commit", "--quiet", "-m", "Lend code")
	before := w.git("rev-parse", "HEAD")

	w.git("mv", "data/old.bin", "data/new.bin")
	w.git("rm", "--quiet", "conf/gone.json")
	w.write(".gitattributes", "*.csv text eol=crlf\n")
	w.write("conf/config.ini", "[a]\nb = 1\n")
	w.write("data/raw.csv", "x,y\n3,5\n")
	link := filepath.Join(w.dir, "data", "link.csv")
	if err := os.Remove(link); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("other.csv", link); err != nil {
		t.Fatal(err)
	}
	w.git("add", ".gitattributes", "conf", "data")
	w.git("update-index", "--chmod=+x", "run.sh", "src/train.py")
	w.git("update-index", "--cacheinfo", "160000,"+strings.Repeat("2", 40)+",vendor/lib")
	w.git("commit", "--quiet", "-m", "Change everything")
	after := w.git("rev-parse", "HEAD")

	local, err := project.OpenClone(t.Context(), w.dir, "")
	if err != nil {
		t.Fatal(err)
	}
	old, err := local.Files(t.Context(), before)
	if err != nil {
		t.Fatal(err)
	}
	now, err := local.Files(t.Context(), after)
	if err != nil {
		t.Fatal(err)
	}
	changed, ok := changedFiles(tree{files: old}, tree{files: now}, nil)
	if want := strings.Fields(w.git("diff", "--name-only", "--no-renames", before, after)); !ok || !slices.Equal(paths(changed), want) {
		t.Errorf("changed %q, git says %q", paths(changed), want)
	}
	how := map[string]string{}
	for _, change := range changed {
		how[change.file] = change.how()
	}
	want := map[string]string{
		".gitattributes": "added", "conf/config.ini": "added", "conf/gone.json": "removed", "data/link.csv": "symbolic link", "data/raw.csv": "",
		"data/new.bin": "renamed from data/old.bin", "data/old.bin": "renamed to data/new.bin", "run.sh": "only the file mode differs", "src/train.py": "only the file mode differs", "vendor/lib": "submodule",
	}
	for _, change := range changed {
		if change.file != "src/train.py" {
			continue
		}
		if bearing, why := (source{}).bearing(change); bearing != repro.BearingSeldom || why != "" {
			t.Errorf("%s has the bearing %s, %q: a program may ask whether it can be run", change.file, bearing, why)
		}
	}
	if !maps.Equal(how, want) {
		t.Errorf("how:\ngot  %q\nwant %q", how, want)
	}
	if changed, ok := changedFiles(tree{files: now}, tree{files: now}, nil); !ok || len(changed) > 0 {
		t.Errorf("of one tree: %+v", changed)
	}
	// What the product writes over a file counts as it is afterwards.
	back := []repro.FileEdit{{Path: "data/raw.csv", After: []byte("x,y\n3,4\n")}}
	if changed, _ := changedFiles(tree{files: old}, tree{files: now}, back); slices.Contains(paths(changed), "data/raw.csv") {
		t.Error("a file that was put back is listed")
	}
}

// TestFewFilesAreListed: of files that nothing is seen to read five are named.
func TestFewFilesAreListed(t *testing.T) {
	t.Parallel()
	old, now := fstest.MapFS{}, fstest.MapFS{"README.md": {}}
	for _, name := range strings.Fields("a b c d e f g h i") {
		old["conf/"+name+".json"], now["conf/"+name+".json"] = &fstest.MapFile{Data: []byte("{}")}, &fstest.MapFile{Data: []byte(`{"x": 1}`)}
	}
	s := source{before: tree{at: "1", files: old}, after: tree{at: "2", files: now}}
	s.changed, _ = compareTrees(s.before, s.after, nil, nil)
	inputs := codeInputs(repro.Input{Kind: "code", Name: "commit", State: repro.InputDiffers}, s)
	if last := inputs[len(inputs)-1]; len(inputs) != 1+maxOther+1 || last.Name != "5 more tracked files" || last.Bearing != repro.BearingTracked {
		t.Errorf("%d inputs, the last %+v", len(inputs), last)
	}
}

// TestMentions tells a program that names a file from one that has its name in
// a longer word.
func TestMentions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, file string
		want       bool
	}{
		{`open("conf/model.json")`, "conf/model.json", true},
		{`here / "model.json"`, "conf/model.json", true},
		{`open("big-model.json")`, "conf/model.json", false},
		{`open("model.json5")`, "conf/model.json", false},
		{`Path("conf").glob("*.json")`, "conf/model.json", true},
		{`glob("conf/*.json")`, "conf/model.json", true},
		{`open("conf/other.json")`, "conf/model.json", false},
		{`words = read("assets/vocabulary")`, "assets/vocabulary", true},
		{`vocabulary = 3`, "assets/vocabulary", false},
		{`sys.path.insert(0, "vendor/lib")`, "vendor/lib", true},
		{"import hydra\n@hydra.main(config_path='settings', config_name='fit')", "settings/fit.yaml", true},
		{"", "README.md", false},
	} {
		if got := sourcetext.Mentions(tt.text, tt.file); got != tt.want {
			t.Errorf("%s names %s: %v, want %v", tt.text, tt.file, got, tt.want)
		}
	}
}

// A repository is one of git's that a test writes.
type repository struct {
	t   *testing.T
	dir string
}

func (r *repository) write(file, text string) { gittest.Write(r.t, r.dir, file, text) }

func (r *repository) git(args ...string) string { return gittest.Git(r.t, r.dir, args...) }
