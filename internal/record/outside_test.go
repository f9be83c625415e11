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

// TestRecord_outside: what Python ran and read outside of the repository is recorded with digests,
// whatever its ending, and what it made itself or what is a tool's is not; git's link to data is
// not the data.
func TestRecord_outside(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here")
	}
	out, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", t.TempDir()) // what is below it is passing
	dir := newProject(t)
	for _, file := range []string{"base.bin", "base", ".churnrc", "conf.yaml", ".config/tool.yaml", "mlruns/1/meta.yaml", "b.csv"} {
		gittest.Write(t, out, file, file+"\n")
	}
	gittest.Write(t, out, "team/teamlib.py", "SCALE = 10\n")
	gittest.Write(t, dir, "train.py", "import sys\nsys.path.append('"+out+"/team')\nimport teamlib\nfor name in ('base.bin', 'base', '.churnrc', 'conf.yaml', '.config/tool.yaml', 'mlruns/1/meta.yaml'):\n    open('"+out+"/' + name).read()\n"+
		"open('"+out+"/made.json', 'w').write('1')\nopen('"+out+"/made.json').read()\nopen('data/link.csv').read()\n")
	gittest.Git(t, dir, "config", "core.symlinks", "true")
	if out, err := exec.Command("ln", "-s", out+"/b.csv", dir+"/data/link.csv").CombinedOutput(); err != nil {
		t.Skipf("no links here: %s", out)
	}
	gittest.Git(t, dir, "add", ".")
	gittest.Git(t, dir, "commit", "--quiet", "-m", "Link")
	l := recordOf(t, dir, python+" -B train.py").Lineage
	var read []string
	for _, data := range l.Data {
		read = append(read, strings.TrimPrefix(data.Path, out+"/")+" "+data.In)
		if !strings.HasPrefix(data.Hash, "sha256 ") {
			t.Errorf("%s has no digest", data.Path)
		}
	}
	if got, want := strings.Join(read, ","), ".churnrc ,base ,base.bin ,conf.yaml ,data/link.csv "; got != want && got != "data/link.csv ,.churnrc ,base ,base.bin ,conf.yaml " {
		t.Errorf("read %s; want %s", got, want)
	}
	ran := ""
	for _, file := range l.Code.Files {
		ran += strings.TrimPrefix(file.Path, out+"/") + " "
	}
	if ran != "train.py team/teamlib.py " || l.Code.Tree != recorded.Clean {
		t.Errorf("ran %s, %s, %q", ran, l.Code.Tree, l.Gaps)
	}
}

// TestRecord_ownInput: what Python read in the repository and git does not have is recorded whatever its
// ending; variables of the environment without a digest; logs, tools' files and the commit's are not.
func TestRecord_ownInput(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here")
	}
	dir := newProject(t)
	const names = ".env scale notes.md prod.env conf/.env.local .coverage run.log .cache/x KEPT"
	for _, file := range strings.Fields(names + " VERSION") {
		gittest.Write(t, dir, file, "K=1\n")
	}
	gittest.Write(t, dir, "train.py", "for name in '"+names+" VERSION'.split(): open(name).read()\nopen('KEPT', 'a').write('x')\nopen('KEPT').read()\n")
	gittest.Write(t, dir, ".git/info/exclude", "*\n!train.py\n!VERSION\n")
	gittest.Git(t, dir, "add", "train.py", "VERSION")
	gittest.Git(t, dir, "commit", "--quiet", "-m", "Read")
	l := recordOf(t, dir, python+" -B train.py").Lineage
	var read []string
	for _, data := range l.Data {
		name, _, _ := strings.Cut(data.Path+" "+data.Hash, "sha256 ")
		if data.Hash == "" {
			name += "without"
		}
		read = append(read, strings.TrimSpace(name))
	}
	slices.Sort(read)
	if want := []string{".env without", "conf/.env.local without", "notes.md", "prod.env without", "scale"}; !slices.Equal(read, want) || l.Code.Tree != recorded.Clean {
		t.Errorf("read %q, %s, %q; want %q", read, l.Code.Tree, l.Gaps, want)
	}
}

// TestRecord_started: a program of elsewhere that the command or Python started is recorded with its
// digest, and does not stand for the project's own.
func TestRecord_started(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here")
	}
	out, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir := newProject(t)
	gittest.Write(t, out, "bin/train-it", "#!/bin/sh\nhalve() { :; }\nhalve\nexec "+python+" -B train.py\n")
	gittest.Write(t, out, "bin/scale", "#!/bin/sh\nhalve() { :; }\nhalve\necho 1\n")
	for _, name := range []string{"train-it", "scale"} {
		if err := os.Chmod(filepath.Join(out, "bin", name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", filepath.Join(out, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
	gittest.Write(t, dir, "train.py", "import subprocess\nsubprocess.run(['scale'], check=True)\nsubprocess.run('git --version; scale 2', shell=True, check=True)\n")
	gittest.Git(t, dir, "add", ".")
	gittest.Git(t, dir, "commit", "--quiet", "-m", "Scale")
	l := recordOf(t, dir, "train-it").Lineage
	var ran []string
	for _, file := range l.Code.Files {
		ran = append(ran, strings.TrimPrefix(file.Path, out+"/"))
		if file.SHA256 == "" {
			t.Errorf("%s has no digest", file.Path)
		}
	}
	if want := []string{"train.py", "bin/train-it", "bin/scale"}; !slices.Equal(ran, want) || l.Code.Tree != recorded.Clean {
		t.Errorf("ran %q, %s, %q; want %q", ran, l.Code.Tree, l.Gaps, want)
	}
}
