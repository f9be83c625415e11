package observe

import (
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestFileEvents: what a shell does to the files of a place, none of it Python's.
func TestFileEvents(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, script string
		read         string // before they were written, and
		written      string
	}{
		{"nothing", ":", "", ""},
		{"read", "cat data/a.csv", "data/a.csv", ""},
		{"written over", "echo 1 > m.json", "", "m.json"},
		{"read, then written", "cat m.json; echo 1 > m.json", "m.json", "m.json"},
		{"written, then read", "echo 1 > m.json; cat m.json", "", "m.json"},
		{"renamed into place", "cp data/a.csv x.tmp; mv x.tmp m.json", "data/a.csv", "m.json x.tmp"},
		{"in a directory that was made meanwhile", "mkdir -p models/deep && echo 1 > models/deep/m.bin", "", "models/deep/m.bin"},
		{"only touched and listed", "touch -c m.json; ls -la . data", "", ""},
		{"of git and of environments", "mkdir -p .git .venv mlruns; echo 1 > .git/x; echo 1 > .venv/x; echo 1 > mlruns/x; cat .git/x", "", ""},
		{"a link is made", "ln data/a.csv l.csv", "", "l.csv"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			top := t.TempDir()
			for _, file := range []string{"m.json", "data/a.csv"} {
				writeFile(t, filepath.Join(top, file), "0")
			}
			events := system.Watch(top)
			if events == nil {
				t.Fatal("the system gives no file events")
			}
			cmd := exec.Command("sh", "-c", tt.script)
			cmd.Dir = top
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			files, why := events.End()
			if why != "" {
				t.Fatal(why)
			}
			var read, written []string
			for _, name := range slices.Sorted(maps.Keys(files)) {
				if files[name].Read {
					read = append(read, name)
				}
				if files[name].Written {
					written = append(written, name)
				}
			}
			if strings.Join(read, " ") != tt.read || strings.Join(written, " ") != tt.written {
				t.Errorf("read %q, written %q; want %q and %q", read, written, tt.read, tt.written)
			}
		})
	}
}

// TestFileEvents_writes: how often a file got other content, and whether it was read in
// between.
func TestFileEvents_writes(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]system.File{
		"touch m.json":                                  {Writes: 1},
		"sed -i s/x/x/ m.json":                          {Writes: 1},
		"sed -i s/0/1/ m.json; cat m.json":              {Writes: 1, ReadAfter: true},
		"echo 1 >m.json; cat m.json; echo 0 >m.json":    {Writes: 2, ReadAfter: true},
		"mv m.json x; cat x; mv x m.json":               {Writes: 1, Gone: true},
		"rm m.json; echo 0 >m.json":                     {Writes: 1, Gone: true},
		"rm m.json; ln -s data/a.csv m.json; rm m.json": {Writes: 1, Gone: true, Linked: true},
		"ln -sf data/a.csv m.json; cat m.json":          {Writes: 1, Linked: true},
		"mv m.json x; ln -s x m.json; mv x m.json":      {Writes: 2, Gone: true, Linked: true},
		"ln data/a.csv b; mv b m.json":                  {Writes: 1, Linked: true},
		"mkdir -p node_modules; ln -s ../data/a.csv node_modules/l; mv node_modules/l m.json": {Writes: 1, Linked: true},
		"echo 1 >x; mv x m.json":                                      {Writes: 1},
		"chmod +x m.json; cat m.json":                                 {},
		"mv data d; ls d; mv d data; cat data/a.csv":                  {},
		"mv data d; ln -s d data; cat data/a.csv; rm data; mv d data": {},
	} {
		top := t.TempDir()
		for _, file := range []string{"m.json", "data/a.csv"} {
			writeFile(t, filepath.Join(top, file), "0")
		}
		events := system.Watch(top)
		if events == nil {
			t.Fatal("the system gives no file events")
		}
		before := system.At(time.Now())
		cmd := exec.Command("sh", "-c", script)
		cmd.Dir = top
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		files, _ := events.End()
		got := files["m.json"]
		if got.Writes != want.Writes || got.Gone != want.Gone || got.ReadAfter != want.ReadAfter || got.Linked != want.Linked || got.Writes > 0 && got.FirstAt < before {
			t.Errorf("%s: %+v", script, got)
		}
		if linked := (Observation{Files: files}).linked("data/a.csv"); linked != strings.Contains(script, "ln -s d data") {
			t.Errorf("%s: a link stood above a file: %v", script, linked)
		}
		if strings.HasPrefix(script, "mv data") && files["data/a.csv"].Writes < 2 {
			t.Errorf("%s: a file of a directory that came back was written %d times", script, files["data/a.csv"].Writes)
		}
	}
}

// TestWatchOutside_file: of one file in a directory that has anything beside it, only its
// own events are seen.
func TestWatchOutside_file(t *testing.T) {
	t.Parallel()
	place, home := t.TempDir(), t.TempDir()
	writeFile(t, filepath.Join(home, "m.ckpt"), "1")
	writeFile(t, filepath.Join(home, "b", "m.ckpt"), "1")
	writeFile(t, filepath.Join(home, "other.ckpt"), "1")
	observer := Start(place, filepath.Join(home, "m.ckpt"))
	cmd := exec.Command("sh", "-c", "cat m.ckpt other.ckpt b/m.ckpt; mkdir c; echo 2 > n.ckpt; cat n.ckpt")
	cmd.Dir = home
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	seen := observer.End()
	if got := seen.Outside; len(got) != 1 || !got[filepath.Join(home, "m.ckpt")].Read {
		t.Errorf("%+v", got)
	}
}

// TestObserver_elsewhere: a shell's reads of a directory that was named are seen,
// what it makes there first is not.
func TestObserver_elsewhere(t *testing.T) {
	t.Parallel()
	place, cache := t.TempDir(), t.TempDir()
	writeFile(t, filepath.Join(cache, "00", "m.json"), "{}")
	observer := Start(place, cache, filepath.Join(cache, "gone"))
	cmd := exec.Command("sh", "-c", "cp "+cache+"/00/m.json .; mkdir "+cache+"/11 && cp m.json "+cache+"/11 && cat "+cache+"/11/m.json")
	cmd.Dir = place
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	seen := observer.End()
	if got := seen.ReadOutside(place); len(got) != 1 || got[0] != (State{filepath.Join(cache, "00", "m.json"), false}) {
		t.Errorf("%+v", got)
	}
}
