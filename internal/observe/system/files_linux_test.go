package system

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestFileEventsAreBounded: what is beyond the bounds is told.
func TestFileEventsAreBounded(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	events := Watch(top)
	if events == nil {
		t.Fatal("the system gives no file events")
	}
	for i := range maxWatches + 1 {
		if err := os.MkdirAll(filepath.Join(top, "d", string(rune('a'+i%26)), strings.Repeat("x", 1+i/26)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if _, why := events.End(); !strings.Contains(why, "more") && !strings.Contains(why, "lost") {
		t.Errorf("%q, want a bound that is told", why)
	}
	e := &FileEvents{dirs: map[int32]string{1: "."}, files: map[string]File{}}
	e.take([]byte{1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 'x'}) // a name that is cut
	if !e.lost {
		t.Error("a record that is cut is no loss")
	}
}

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
				write(t, filepath.Join(top, file), "0")
			}
			events := Watch(top)
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
	for script, want := range map[string]File{
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
			write(t, filepath.Join(top, file), "0")
		}
		events := Watch(top)
		if events == nil {
			t.Fatal("the system gives no file events")
		}
		before := At(time.Now())
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
		if linked := files["data"].Linked || files["data/a.csv"].Linked; linked != strings.Contains(script, "ln -s d data") {
			t.Errorf("%s: a link stood above a file: %v", script, linked)
		}
		if strings.HasPrefix(script, "mv data") && files["data/a.csv"].Writes < 2 {
			t.Errorf("%s: a file of a directory that came back was written %d times", script, files["data/a.csv"].Writes)
		}
	}
}

// write writes a file while no other test forks: the child would have it open until it executes
// its program, and close it when it is watched.
func write(t *testing.T, file, text string) {
	t.Helper()
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
