package local

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/lend"
)

// TestYounger: what a training read and the original may have been without, lent or of the
// commit, whatever it is called; no code, no params, and nothing that is to be kept.
func TestYounger(t *testing.T) {
	t.Parallel()
	clone := t.TempDir()
	gittest.Git(t, clone, "init", "--quiet")
	commit := func(files map[string]string) string {
		for file, text := range files {
			gittest.Write(t, clone, file, text)
		}
		gittest.Git(t, clone, "add", "--all")
		gittest.Git(t, clone, "commit", "--quiet", "--message", "files")
		return strings.TrimSpace(gittest.Git(t, clone, "rev-parse", "HEAD"))
	}
	before := commit(map[string]string{"data/same.csv": "1", "data/other.csv": "1", "train.py": "a"})
	now := commit(map[string]string{"data/other.csv": "2", "data/added.csv": "3", "train.py": "b", "params.yaml": "lr: 1"})
	began := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		file string
		lent time.Time // when it was written; zero where it is the commit's
		keep []string
		list string
		head bool // whether another commit trains than the original's
		want bool
	}{
		"lent, of later":               {"data/raw.csv", began.Add(48 * time.Hour), nil, "", false, true},
		"lent, of the same morning":    {"data/raw.csv", began.Add(-time.Hour), nil, "", false, true},
		"lent, of long before":         {"data/raw.csv", began.Add(-48 * time.Hour), nil, "", false, false},
		"a lent log that it reads":     {"logs/train.log", began.Add(48 * time.Hour), nil, "", false, true},
		"a lent state in a dotfile":    {"data/.fit", began.Add(48 * time.Hour), nil, "", false, true},
		"lent, and kept":               {"data/raw.csv", began.Add(time.Hour), []string{"data"}, "", false, false},
		"lent, and declared":           {"data/dep.csv", began.Add(time.Hour), nil, "", false, false},
		"lent settings of a shell":     {".env", began.Add(time.Hour), nil, "", false, false},
		"of a listed folder":           {"data/img/1.csv", began.Add(48 * time.Hour), nil, "data/img", false, false},
		"of a folder of a listed one":  {"data/img/1.csv", began.Add(48 * time.Hour), nil, "data", false, false},
		"beside a listed folder":       {"data/img/1.csv", began.Add(48 * time.Hour), nil, "data/raw", false, true},
		"of the original's commit":     {"data/other.csv", time.Time{}, nil, "", false, false},
		"as in the original's commit":  {"data/same.csv", time.Time{}, nil, "", true, false},
		"another than in its commit":   {"data/other.csv", time.Time{}, nil, "", true, true},
		"not in its commit":            {"data/added.csv", time.Time{}, nil, "", true, true},
		"not in its commit, and kept":  {"data/added.csv", time.Time{}, []string{"data/*.csv"}, "", true, false},
		"a program of another commit":  {"train.py", time.Time{}, nil, "", true, false},
		"a params file of another one": {"params.yaml", time.Time{}, nil, "", true, false},
	} {
		top := filestate.RealPath(t.TempDir())
		pipeline, err := dvc.Read(fstest.MapFS{"dvc.yaml": {Data: []byte("stages:\n  a: {cmd: x, deps: [data/dep.csv]}\n")}})
		if err != nil {
			t.Fatal(err)
		}
		plan := repro.Plan{Original: repro.Run{Started: began, Ended: began.Add(time.Minute), Tags: map[string]string{recorded.CommitTag: before}}, Keep: tt.keep}
		if plan.Code.Commit = before; tt.head {
			plan.Code.Commit = now
		}
		plan.Params = []repro.ParamEdit{{Name: "lr", File: "params.yaml", Status: repro.ParamUnchanged}}
		p := place{clone: &git.Clone{Dir: top}}
		if !tt.lent.IsZero() {
			p.lent.files = map[string]lend.File{tt.file: {Path: tt.file, Time: tt.lent}}
		}
		process := observe.Process{Hooked: true, Dir: top, Args: []string{"python", "train.py"}, Code: []observe.Access{{Path: filepath.Join(top, "train.py")}}, Reads: []observe.Access{{Path: filepath.Join(top, filepath.FromSlash(tt.file)), At: 1}}}
		if tt.list != "" {
			process.Listed = []observe.Asking{{Path: filepath.Join(top, tt.list)}}
		}
		l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: clone}}}
		found, later := l.younger(&observe.Observation{Processes: []observe.Process{process}}, p, plan, pipeline, "python train.py", l.sinceOriginal(t.Context(), plan))
		if got := len(found) == 1 && found[0] == tt.file; got != tt.want || !got && len(found) > 0 {
			t.Errorf("%s: %q", name, found)
		}
		if got := len(later) == 1; got != (tt.want && tt.lent.After(began)) {
			t.Errorf("%s: written after the original began: %q", name, later)
		}
	}
}
