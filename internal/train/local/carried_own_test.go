package local

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/lend"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// TestFittedBefore: what of the commit a training read that an earlier one may have fitted: a
// model in an archive, an array by its name, few numbers in a text, a scorer that was exported
// as code; and not what it is told to keep, nor the file that describes the original.
func TestFittedBefore(t *testing.T) {
	t.Parallel()
	const number = "0.49946737610035014"
	began := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	original := repro.Plan{Original: repro.Run{Started: began, Ended: began.Add(10 * time.Minute)}}
	for _, tt := range []struct {
		name, file, text string
		ran              bool
		lent             time.Time // when its source was written; zero where it is the commit's
		added            bool      // since the original's commit
		plan             repro.Plan
		want             string // found, few and fits that name it
	}{
		{"an archive with a model", "release.zip", zipped(t, "m/", "model.json", "["+number+"]"), false, time.Time{}, false, repro.Plan{}, "found"},
		{"an archive with data", "release.zip", zipped(t, "m/", "train.csv", "1,2\n"), false, time.Time{}, false, repro.Plan{}, ""},
		{"an array", "out/w.npy", "x", false, time.Time{}, false, repro.Plan{}, "found"},
		{"an array that is to be kept", "out/w.npy", "x", false, time.Time{}, false, repro.Plan{Keep: []string{"out"}}, ""},
		{"the file that describes the original", "out/w.npy", "x", false, time.Time{}, false, repro.Plan{Original: repro.Run{From: "out/w.npy"}}, ""},
		{"few numbers", "calib.yaml", "a: " + number, false, time.Time{}, false, repro.Plan{}, "few fits"},
		{"few numbers of data", "data/rows.csv", number, false, time.Time{}, false, repro.Plan{}, "few"},
		{"a scorer", "scorer.py", "def score(x): return " + number + " * x\n", true, time.Time{}, false, repro.Plan{}, "fits"},
		{"a program without such numbers", "scorer.py", "def score(x): return 0.5 * x\n", true, time.Time{}, false, repro.Plan{}, ""},
		{"a lent table that the original wrote", "data/rows.csv", number, false, began.Add(time.Minute), false, original, "found"},
		{"lent credentials of that day", ".env", "AWS_SECRET=wJalrXUtnFEMI", false, began.Add(time.Minute), false, original, ""},
		{"numbers that are called so", ".env", "W=" + number, false, began.Add(time.Minute), false, original, "found"},
		{"one that it wrote and that is kept", "data/rows.csv", number, false, began.Add(time.Minute), false, repro.Plan{Original: original.Original, Keep: []string{"data"}}, ""},
		{"a lent table that was there before", "data/rows.csv", number, false, began.Add(-time.Hour), false, original, "few"},
		{"a lent table of later", "data/rows.csv", number, false, began.Add(time.Hour), false, original, "few"},
		{"a lent table, and the original has no time", "data/rows.csv", number, false, began, false, repro.Plan{}, "few fits"},
		{"numbers of data, added since", "data/rows.csv", number, false, time.Time{}, true, original, "few fits"},
		{"a database, added since", "data/rows.db", "SQLite format 3" + strings.Repeat("\x00", 8<<10), false, time.Time{}, true, original, "few fits"},
		{"a database of the original's commit", "data/rows.db", "SQLite format 3" + strings.Repeat("\x00", 8<<10), false, time.Time{}, false, original, ""},
		{"words, added since", "data/rows.csv", "a,b", false, time.Time{}, true, original, ""},
	} {
		top := filestate.RealPath(t.TempDir())
		gittest.Write(t, top, tt.file, tt.text)
		pipeline, err := dvc.Read(fstest.MapFS{})
		if err != nil {
			t.Fatal(err)
		}
		access := observe.Access{Path: filepath.Join(top, filepath.FromSlash(tt.file)), At: 1}
		process := observe.Process{Hooked: true, Dir: top, Args: []string{"python", "train.py"}, Code: []observe.Access{{Path: filepath.Join(top, "train.py")}}, Reads: []observe.Access{access}}
		if tt.ran {
			process.Code = append(process.Code, access)
		}
		l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: top}}}
		p := place{clone: &git.Clone{Dir: top}, checkout: othercode.Checkout{Files: []string{tt.file, "train.py"}}}
		if !tt.lent.IsZero() {
			p.checkout.Files, p.lent.files = []string{"train.py"}, map[string]lend.File{tt.file: {Path: tt.file, Time: tt.lent}}
		}
		found, few, fits := l.fittedBefore(&observe.Observation{Processes: []observe.Process{process}}, p, tt.plan, pipeline, "python train.py", func(string) bool { return tt.added })
		var got []string
		for i, list := range [][]string{found, few, fits} {
			if len(list) > 0 {
				got = append(got, []string{"found", "few", "fits"}[i])
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestAddedSince: a file that the original's commit had was not added since, nor is one where that
// commit is not recorded, is the trained one or is not here.
func TestAddedSince(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gittest.Git(t, dir, "init", "--quiet", "--initial-branch=main")
	var commits []string
	for _, file := range []string{"old.csv", "new.csv"} {
		gittest.Write(t, dir, file, "1,2\n")
		gittest.Git(t, dir, "add", "-A")
		gittest.Git(t, dir, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", file)
		commits = append(commits, gittest.Git(t, dir, "rev-parse", "HEAD"))
	}
	l, err := Open(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	for recorded, want := range map[string]bool{commits[0]: true, commits[1]: false, "": false, strings.Repeat("1", 40): false} {
		plan := repro.Plan{Code: repro.CodeRef{Commit: commits[1]}, Original: repro.Run{Tags: map[string]string{"mlflow.source.git.commit": recorded}}}
		added := l.sinceOriginal(t.Context(), plan).added
		if got := added("new.csv"); got != want || added("old.csv") {
			t.Errorf("recorded %q: new.csv %t, old.csv %t", recorded, got, added("old.csv"))
		}
	}
}

// TestKeptLoans: a lent model that is kept is a kept model, where it was read.
func TestKeptLoans(t *testing.T) {
	t.Parallel()
	top := filestate.RealPath(t.TempDir())
	for _, file := range []string{"artifacts/m.pkl", "artifacts/unread.pkl", "artifacts/rows.csv", "other/m.pkl"} {
		gittest.Write(t, top, file, "\x80\x05.")
	}
	p := place{clone: &git.Clone{Dir: top}, lent: lentFiles{files: map[string]lend.File{"artifacts/m.pkl": {}, "artifacts/unread.pkl": {}, "other/m.pkl": {}}}}
	process := observe.Process{Hooked: true, Dir: top, Args: []string{"python", "train.py"}, Code: []observe.Access{{Path: filepath.Join(top, "train.py")}}}
	for _, file := range []string{"artifacts/m.pkl", "artifacts/rows.csv", "other/m.pkl"} {
		process.Reads = append(process.Reads, observe.Access{Path: filepath.Join(top, file), At: 1})
	}
	l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: top}}}
	got := l.keptLoans(&observe.Observation{Processes: []observe.Process{process}}, p, repro.Plan{Keep: []string{"artifacts"}})
	if want := []string{"artifacts/m.pkl"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestModelsOf: a model that was copied, or unpacked, is none that the training made; nor is an
// encoder.
func TestModelsOf(t *testing.T) {
	t.Parallel()
	root := worktreeOf(t, map[string]string{"assets/current.json": "[0.25]", "release.zip": zipped(t, "m/", "model.json", "[0.75]")})
	files := root.FS()
	p := place{dir: root.Name(), root: root, stamps: filestate.StampsOf(files)}
	for name, text := range map[string]string{"models/copied.pkl": "[0.25]", "models/unpacked.pkl": "[0.75]", "models/made.pkl": "[0.35]", "models/encoder.pkl": "\x80\x02csklearn.preprocessing._label\nLabelEncoder\nq\x00."} {
		gittest.Write(t, root.Name(), name, text)
	}
	pipeline, err := dvc.Read(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: t.TempDir()}}}
	left := l.modelsOf(p, files, pipeline, restorer{})
	if strings.Join(left.made, " ") != "models/made.pkl" || strings.Join(left.again, " ") != "models/copied.pkl models/unpacked.pkl" {
		t.Errorf("%+v", left)
	}
}

// TestSends_used: a program that nobody read or ran sends nothing, where all was seen.
func TestSends_used(t *testing.T) {
	t.Parallel()
	root := worktreeOf(t, map[string]string{"train.sh": "echo 1\n", "publish.sh": "scp model.pkl host:/srv\n"})
	p := place{dir: root.Name(), root: root, clone: &git.Clone{Dir: root.Name()}, stamps: filestate.StampsOf(root.FS())}
	l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: t.TempDir()}}}
	read := map[string]system.File{"train.sh": {Read: true}}
	for _, tt := range []struct {
		name string
		seen *observe.Observation
		want string
	}{
		{"nobody watched", nil, "scp model.pkl host:/srv"},
		{"it was left alone", &observe.Observation{Files: read}, ""},
		{"not all was watched", &observe.Observation{Files: read, Unwatched: "more files"}, "scp model.pkl host:/srv"},
		{"it was read", &observe.Observation{Files: map[string]system.File{"publish.sh": {Read: true}}}, "scp model.pkl host:/srv"},
	} {
		if got := l.sends(tt.seen, p, "sh train.sh"); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestTrace_lent: what was lent is among what a training may have read under a name for each
// value of a param.
func TestTrace_lent(t *testing.T) {
	t.Parallel()
	p := place{clone: &git.Clone{Dir: "/place"}, lent: lentFiles{files: map[string]lend.File{"cache/a.pkl": {}}}}
	trace := p.trace(&observe.Observation{Files: map[string]system.File{"cache/a.pkl": {Read: true}, "cache/b.pkl": {Read: true}}}, "python train.py")
	if _, read := trace.Read["cache/a.pkl"]; !read || len(trace.Read) != 1 {
		t.Errorf("read %v", trace.Read)
	}
}

// TestYoungerThan: only what was written after the original began is told, and by names alone.
func TestYoungerThan(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gittest.Write(t, dir, "a", "1")
	file := filepath.Join(dir, "a")
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	before, after := repro.Run{Started: info.ModTime().Add(-1)}, repro.Run{Started: info.ModTime().Add(1)}
	if one := youngerThan(before, []string{file, filepath.Join(dir, "gone")}); one == "" || one != youngerThan(before, []string{file}) {
		t.Errorf("a younger file: %q", one)
	}
	if youngerThan(after, []string{file}) != "" || youngerThan(repro.Run{}, []string{file}) != "" {
		t.Error("an older one, or no time")
	}
}
