package observe

import (
	"os/exec"
	"path/filepath"
	"testing"
)

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
