//go:build linux

package local

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/lend"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// reading is a program of the commit that reads a file, and that ran until a time.
func reading(top, file string, until int64) observe.Process {
	return observe.Process{
		Args: []string{"python", "train.py"}, Code: []observe.Access{{Path: filepath.Join(top, "train.py"), At: 1}},
		Reads: []observe.Access{{Path: file, At: 2}}, Ended: true, EndedAt: until,
	}
}

// TestBroughtIn: files that came into the checkout while the training ran, and that no
// program of the commit can have written.
func TestBroughtIn(t *testing.T) {
	t.Parallel()
	pipeline, err := dvc.Read(fstest.MapFS{"table.pkl.dvc": {Data: []byte("outs:\n- path: table.pkl\n  md5: 00\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, file, text string
		ran              bool // a program of the commit, when the file was written
		want             bool
		rewrote          bool // by that program, after it had read it
	}{
		{name: "unpacked by a shell, and saved again", file: "cur.json", text: "[1, 2]", ran: true, want: true, rewrote: true},
		{name: "rows, and saved again", file: "rows.csv", text: "1,2", ran: true, rewrote: true},
		{"unpacked by a shell", "cur.json", "[1, 2]", false, true, false},
		{"written by a library", "cur.json", "[1, 2]", true, false, false},
		{"weights of any name", "net/w.bin", "x", false, true, false},
		{"rows", "rows.csv", "1,2", false, false, false},
		{"a pickle of rows", "data/rows.pkl", "\x80\x04\x95 rows", false, true, false},
		{"a program", "made.py", "1", false, false, false},
		{"a file of the commit", "kept.json", "{}", false, false, false},
		{"a copy of one of the commit's", "copy/schema.json", "{\"a\": 1}", false, false, false},
		{"another content under its name", "copy/schema.json", "{\"a\": 2}", false, true, false},
		{"a params file", "params.yaml", "lr: 1", false, false, false},
		{"a metrics file", "metrics.json", "{}", false, false, false},
		{"what DVC tracks", "table.pkl", "\x80\x04\x95 rows", false, false, false},
		{"an installed package's", ".venv/lib/x.json", "{}", false, false, false},
		{"an input that is to be kept", "base/w.bin", "x", false, false, false},
		{"lent by the user", "lent.json", "{}", false, false, false},
	} {
		top := filestate.RealPath(t.TempDir())
		gittest.Write(t, top, "schema.json", "{\"a\": 1}")
		gittest.Write(t, top, tt.file, tt.text)
		until := int64(3)
		if tt.ran {
			until = math.MaxInt64
		}
		local := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: "/clone"}}}
		p := place{
			clone: &git.Clone{Dir: top}, checkout: othercode.Checkout{Files: []string{"train.py", "kept.json", "schema.json"}},
			digests: filestate.Digests{"schema.json": filestate.DigestOf(os.DirFS(top), "schema.json")},
			lent:    lentFiles{files: map[string]lend.File{"lent.json": {}}},
		}
		plan := repro.Plan{Keep: []string{"base"}, Metrics: repro.MetricPolicy{Files: []string{"metrics.json"}}, Params: []repro.ParamEdit{{File: "params.yaml", Status: repro.ParamUnchanged}}}
		file := filepath.Join(top, filepath.FromSlash(tt.file))
		seen := &observe.Observation{Processes: []observe.Process{reading(top, file, until)}}
		if tt.rewrote {
			seen.Processes[0].Writes = []observe.Access{{Path: file, At: 3}}
		}
		if got := local.broughtIn(seen, p, plan, pipeline); slices.Equal(got, []string{tt.file}) != tt.want || !tt.want && len(got) > 0 {
			t.Errorf("%s: %q, want it named: %v", tt.name, got, tt.want)
		}
	}
}

// TestCarried_brought: a file elsewhere with a new time is this training's where one of its
// programs can have written it, and a doubt where not.
func TestCarried_brought(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, file string
		ran        bool // a program of the commit, when the file was written
		touched    bool // by one of them
		want       bool
	}{
		{"touched by a shell", "home/kit/notes.json", false, false, true},
		{"written by a library", "home/kit/notes.json", true, false, false},
		{"touched by the program that reads it", "home/kit/notes.json", true, true, true},
		{"rows that a shell copied", "home/kit/rows.csv", false, false, false},
		{"a copy of the commit's", "home/kit/schema.json", false, false, false},
	} {
		world := filestate.RealPath(t.TempDir())
		top, full := filepath.Join(world, "place"), filepath.Join(world, filepath.FromSlash(tt.file))
		gittest.Write(t, world, "place/schema.json", "{}")
		gittest.Write(t, world, tt.file, "{}")
		process := reading(top, full, 3)
		if tt.ran {
			process.EndedAt = math.MaxInt64
		}
		if tt.touched {
			process.Touched = []observe.Access{{Path: full, At: 1}}
		}
		local := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: filepath.Join(world, "home", "churn")}}, Environ: []string{"HOME=" + filepath.Join(world, "home")}}
		p := place{
			clone: &git.Clone{Dir: top}, absence: absence{began: time.Now().Add(-time.Minute)}, checkout: othercode.Checkout{Files: []string{"train.py", "schema.json"}},
			digests: filestate.Digests{"schema.json": filestate.DigestOf(os.DirFS(top), "schema.json")},
		}
		c := local.carried(&observe.Observation{Processes: []observe.Process{process}}, p, repro.Plan{Original: repro.Run{Started: time.Now().Add(-time.Hour)}})
		if got := slices.Concat(c.found, c.doubtful); slices.Equal(got, []string{full}) != tt.want || !tt.want && len(got) > 0 {
			t.Errorf("%s: %q, want it named: %v", tt.name, got, tt.want)
		}
	}
}

// TestCarried_module: a module of elsewhere that was written while the original ran may hold
// what that fitted; one that was there before, and one that was asked to be kept, do not.
func TestCarried_module(t *testing.T) {
	t.Parallel()
	started := time.Now().Add(-2 * time.Hour)
	for _, tt := range []struct {
		name string
		at   time.Time
		keep []string
		want bool
	}{
		{"written by the original", started.Add(time.Minute), nil, true},
		{"there before it", started.Add(-time.Hour), nil, false},
		{"asked to be kept", started.Add(time.Minute), []string{"~/gen"}, false},
	} {
		world := filestate.RealPath(t.TempDir())
		top, full := filepath.Join(world, "place"), filepath.Join(world, "home", "gen", "best.py")
		gittest.Write(t, world, "home/gen/best.py", "W = [0.1, 0.2]\n")
		if err := os.Chtimes(full, tt.at, tt.at); err != nil {
			t.Fatal(err)
		}
		process := reading(top, filepath.Join(top, "rows.csv"), 3)
		process.Code, process.Reads = append(process.Code, observe.Access{Path: full, At: 1}), append(process.Reads, observe.Access{Path: full, At: 1})
		local := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: filepath.Join(world, "home", "churn")}}, Environ: []string{"HOME=" + filepath.Join(world, "home")}}
		p := place{clone: &git.Clone{Dir: top}, absence: absence{began: time.Now().Add(-time.Minute)}}
		c := local.carried(&observe.Observation{Processes: []observe.Process{process}}, p, repro.Plan{Keep: tt.keep, Original: repro.Run{Started: started, Ended: started.Add(time.Hour)}})
		if got := c.doubtful; slices.Equal(got, []string{full}) != tt.want || !tt.want && len(got) > 0 {
			t.Errorf("%s: %q, want it named: %v", tt.name, got, tt.want)
		}
	}
}
