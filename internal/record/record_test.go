//go:build unix

package record

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/redact"
)

// recordOf records a training that is a shell script.
func recordOf(t *testing.T, dir, script string, environ ...string) Record {
	t.Helper()
	secrets := new(redact.Redactor)
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		secrets.Add(redact.Secrets(name, value)...)
	}
	recording := Recorder{
		Args: []string{"sh", "-c", script}, Dir: dir, Environ: append(os.Environ(), environ...), Tool: "reproduce test", Secrets: secrets,
		Now: func() time.Time { return time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC) },
	}.Begin(context.Background())
	defer recording.Abandon()
	cmd := exec.Command("sh", "-c", script)
	cmd.Dir, cmd.Env = dir, recording.Child()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	made, err := recording.End(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(recording.temp); recording.temp != "" && err == nil {
		t.Error("what the observer keeps was left behind")
	}
	return made
}

func newProject(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	gittest.Git(t, dir, "init", "--quiet", "--initial-branch=main")
	gittest.Write(t, dir, "train.py", "k = 1\n")
	gittest.Write(t, dir, "data/a.csv", "a\n1\n")
	gittest.Write(t, dir, "settings.py", "x = 1\n")
	gittest.Write(t, dir, "logo.png", "\x00\x01")
	gittest.Git(t, dir, "remote", "add", "origin", "https://ada:canary-of-the-remote@git.example/churn.git")
	gittest.Git(t, dir, "add", ".")
	gittest.Git(t, dir, "commit", "--quiet", "-m", "Begin")
	return dir
}

// TestRecord_code: the commit and the changes that nobody committed are recorded, without
// a file that holds a secret, and the diff makes the tree again.
func TestRecord_code(t *testing.T) {
	t.Parallel()
	dir := newProject(t)
	clean := recordOf(t, dir, ":")
	code := clean.Lineage.Code
	if code.Tree != recorded.Clean || code.Diff != nil || clean.Diff != "" || len(code.Commit) != 40 || code.Branch != "main" || code.Repository != "https://git.example/churn.git" {
		t.Fatalf("%+v", code)
	}
	gittest.Write(t, dir, "train.py", "k = 2\n")
	gittest.Write(t, dir, "settings.py", "x = 1\nAPI_TOKEN = 'canary9-of-the-settings7'\n")
	gittest.Write(t, dir, "logo.png", "\x00\x02")
	made := recordOf(t, dir, ":", "API_TOKEN=canary9-of-the-settings7")
	code = made.Lineage.Code
	if code.Tree != recorded.Dirty || !slices.Equal(code.Changed, []string{"logo.png", "settings.py", "train.py"}) {
		t.Fatalf("%+v", code)
	}
	var left []string
	for _, file := range code.Diff.LeftOut {
		left = append(left, file.Path+": "+file.Why)
	}
	if want := []string{"logo.png: it is binary", "settings.py: it looks as if it held a secret, at line 2"}; !slices.Equal(left, want) {
		t.Errorf("left out %q; want %q", left, want)
	}
	if all := string(made.Text) + made.Diff; strings.Contains(all, "canary") {
		t.Errorf("a secret was recorded:\n%s", all)
	}
	again := t.TempDir()
	gittest.Git(t, dir, "worktree", "add", "--quiet", again+"/w", "HEAD")
	gittest.Write(t, again, "d", made.Diff)
	gittest.Git(t, again+"/w", "apply", "../d")
	if text, err := os.ReadFile(again + "/w/train.py"); err != nil || string(text) != "k = 2\n" {
		t.Errorf("the diff makes %q, %v", text, err)
	}
}

// TestRecord_python: what Python ran and read, of git's and not, its seeds and packages.
func TestRecord_python(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here")
	}
	dir := newProject(t)
	gittest.Write(t, dir, "train.py", "import helper\nopen('params.yaml').read()\nopen('data/a.csv').read()\nopen('data/new.csv').read()\nopen('secret.yaml').read()\nopen('gone.csv', 'w').write('1')\n")
	gittest.Write(t, dir, "helper.py", "k = 3\n")
	gittest.Write(t, dir, "params.yaml", "train:\n  random_state: 7\n")
	gittest.Write(t, dir, "secret.yaml", "password: canary-8-of-9-the-yaml\n")
	gittest.Write(t, dir, "data/new.csv", "b\n")
	made := recordOf(t, dir, python+" train.py --seed 42", "OMP_NUM_THREADS=2", "FEATURE=canary-feature")
	l := made.Lineage
	names := func(list []recorded.Content) (names []string) {
		for _, content := range list {
			names = append(names, content.Path)
		}
		return names
	}
	if got := names(l.Code.Files); !slices.Equal(got, []string{"helper.py", "train.py"}) {
		t.Errorf("ran %q", got)
	}
	if got := names(l.Params); !slices.Equal(got, []string{"params.yaml", "secret.yaml"}) && !slices.Equal(got, []string{"secret.yaml", "params.yaml"}) {
		t.Errorf("read %q", got)
	}
	for _, file := range l.Params {
		if (file.SHA256 == "") != (file.Path == "secret.yaml") {
			t.Errorf("%s has the digest %q", file.Path, file.SHA256)
		}
	}
	kept := map[string]string{}
	for _, data := range l.Data {
		kept[data.Path] = data.In + " " + data.Hash[:6]
	}
	if len(kept) != 2 || kept["data/a.csv"] != "git sha256" || kept["data/new.csv"] != " sha256" {
		t.Errorf("data %v", kept)
	}
	for _, part := range []string{"diff --git a/helper.py b/helper.py", "+k = 3", "diff --git a/params.yaml"} {
		if !strings.Contains(made.Diff, part) {
			t.Errorf("the diff lacks %q:\n%s", part, made.Diff)
		}
	}
	if strings.Contains(string(made.Text)+made.Diff, "canary") {
		t.Error("a secret, or the value of a variable that steers nothing, was recorded")
	}
	if !slices.Contains(l.Code.Untracked, "helper.py") || !slices.Contains(l.Wrote, "gone.csv") || l.Environment.Threads() != "OMP_NUM_THREADS = 2" {
		t.Errorf("untracked %q, wrote %q, threads %q", l.Code.Untracked, l.Wrote, l.Environment.Threads())
	}
	if l.Environment.Python == "" || !slices.Contains(l.Seeds, recorded.Setting{Name: "train.random_state", Value: "7", From: "params.yaml"}) {
		t.Errorf("Python %q, seeds %v, gaps %q", l.Environment.Python, l.Seeds, l.Gaps)
	}
	again := t.TempDir()
	gittest.Git(t, dir, "worktree", "add", "--quiet", again+"/w", "HEAD")
	gittest.Write(t, again, "d", made.Diff)
	gittest.Git(t, again+"/w", "apply", "../d")
	if text, err := os.ReadFile(again + "/w/helper.py"); err != nil || string(text) != "k = 3\n" {
		t.Errorf("the diff makes %q, %v", text, err)
	}
}

// TestRecord_bytes: what is no UTF-8, or too long, loses nothing else of the record.
func TestRecord_bytes(t *testing.T) {
	t.Parallel()
	dir := newProject(t)
	gittest.Write(t, dir, "caf\xe9.py", "k = 1\n")
	gittest.Git(t, dir, "add", ".")
	gittest.Git(t, dir, "commit", "--quiet", "-m", "Add")
	gittest.Write(t, dir, "caf\xe9.py", "k = 2\n")
	long := strings.Repeat("x", 2*recorded.MaxText)
	recording := Recorder{
		Args: append([]string{"train", "--city=Orl\xe9ans", "--note=é", long}, slices.Repeat([]string{"f"}, 2000)...), Dir: dir,
		Environ: append(os.Environ(), "CITY=Orl\xe9ans", "TZ=\xff", "B\xe9=1", "MLFLOW_RUN_CONTEXT=\xff"), Secrets: new(redact.Redactor), Now: time.Now,
	}.Begin(context.Background())
	recording.Child()
	made, err := recording.End(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	l, err := recorded.Parse(made.Text)
	if err != nil || len(l.Command) != recorded.MaxArgs || l.Command[1] != `--city=Orl\xE9ans` || l.Command[2] != "--note=é" || !strings.HasPrefix(l.Command[3], "xxx") {
		t.Errorf("%q, %v", l.Command[:min(3, len(l.Command))], err)
	}
	said := strings.Join(l.Gaps, "\n")
	for _, gap := range []string{"argument 1 is no UTF-8", "argument 3 is cut", "of 2004 arguments the first 1000", "the training's runs cannot be found"} {
		if !strings.Contains(said, gap) {
			t.Errorf("%q is not said: %q", gap, l.Gaps)
		}
	}
	if !slices.Equal(l.Code.Changed, []string{`caf\xE9.py`}) || !slices.Contains(l.Code.Diff.LeftOut, recorded.LeftOut{Path: `caf\xE9.py`, Why: "it, or its name, is not in UTF-8"}) {
		t.Errorf("%q, %+v\n%s", l.Code.Changed, l.Code.Diff, made.Diff)
	}
	if !slices.ContainsFunc(l.Environment.Variables, func(v recorded.Variable) bool { return v.Name == "CITY" && v.Digest != "" }) {
		t.Errorf("%+v", l.Environment.Variables)
	}
}

// TestRecord_nowhere: outside of a repository the rest is recorded, and the gap is said.
func TestRecord_nowhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gittest.Write(t, dir, "data/a.csv", "a\n")
	l := recordOf(t, dir, "cat data/a.csv").Lineage
	if l.Code.Tree != recorded.Unknown || l.Code.Commit != "" || len(l.Gaps) == 0 || !strings.HasPrefix(l.Gaps[0], "no commit: ") {
		t.Errorf("%+v, gaps %q", l.Code, l.Gaps)
	}
}

// TestRecord_dvc: data that DVC tracks is named by DVC's own hash of what is there, be it
// what its .dvc file says or not.
func TestRecord_dvc(t *testing.T) {
	t.Parallel()
	dir := newProject(t)
	gittest.Write(t, dir, ".dvc/config", "")
	gittest.Write(t, dir, "raw.csv.dvc", "outs:\n- md5: 60b725f10c9c85c70d97880dfe8191b3\n  size: 2\n  hash: md5\n  path: raw.csv\n")
	gittest.Write(t, dir, "raw.csv", "b\n")
	l := recordOf(t, dir, "cat raw.csv; cat data/a.csv").Lineage
	for _, data := range l.Data {
		if data.Path == "raw.csv" {
			if data.Hash == "md5 60b725f10c9c85c70d97880dfe8191b3" || data.In != recorded.InDVC || !strings.HasPrefix(data.Hash, "md5 ") {
				t.Errorf("%+v", data)
			}
			return
		}
	}
	if len(l.Data) > 0 || slices.ContainsFunc(l.Gaps, func(gap string) bool { return strings.Contains(gap, "file events") }) {
		return // no file events on this system
	}
	t.Errorf("raw.csv was not seen: %+v, gaps %q", l.Data, l.Gaps)
}

// TestChild: the exit code is the training's, and what comes to us goes to it.
func TestChild(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		code int
		fail bool
	}{
		"ends well":           {[]string{"true"}, 0, false},
		"ends badly":          {[]string{"sh", "-c", "exit 7"}, 7, false},
		"by a signal":         {[]string{"sh", "-c", "kill -TERM $$"}, 143, false},
		"is not there":        {[]string{"reproduce-no-such-program"}, 127, true},
		"is no program":       {[]string{t.TempDir()}, 126, true},
		"is told of a signal": {[]string{"sh", "-c", `trap 'kill $!; exit 9' USR1; kill -USR1 $PPID; sleep 60 & wait`}, 9, false},
	} {
		code, err := Child{Args: tt.args, Environ: os.Environ()}.Run()
		if code != tt.code || (err != nil) != tt.fail {
			t.Errorf("%s: %d, %v; want %d", name, code, err, tt.code)
		}
	}
}

// TestIsRecorded: a training that a reproduction started is not recorded once more.
func TestIsRecorded(t *testing.T) {
	t.Parallel()
	for environ, want := range map[string]bool{"PATH=/bin": false, "REPRODUCE_ID=": false, "REPRODUCE_ID=a1": true, "REPRODUCE_OBSERVE=/x": true} {
		if got := IsRecorded([]string{environ}); got != want {
			t.Errorf("%s: %v", environ, got)
		}
	}
	if gitformat.WithoutUser("git@github.com:a/b.git") != "github.com:a/b.git" || gitformat.WithoutUser("https://a:b@h/x?token=1") != "https://h/x" {
		t.Error("who signs in is in the address")
	}
}
