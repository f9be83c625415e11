package othercode

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestStarted: the programs of elsewhere that commands start are found as a shell finds them; tools,
// what cannot be run, and programs of the repository are none.
func TestStarted(t *testing.T) {
	t.Parallel()
	base, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for file, mode := range map[string]os.FileMode{"first/train-it": 0o755, "second/train-it": 0o755, "second/scale": 0o755, "first/scale": 0o644, "first/make": 0o755, "repo/run": 0o755, "first/x": 0o755} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(base, file)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(base, file), []byte("#!/bin/sh\nhalve() { :; }\nhalve\n"), mode); err != nil {
			t.Fatal(err)
		}
	}
	at := func(file string) string { return filepath.Join(base, file) }
	commands := []string{"train-it --fast | tee log", "K=1 exec scale 2 && make all", "./run; ../first/x", "nowhere", "'" + at("second/train-it") + "'", at("first/train-it"), ""}
	got := Started(commands, []string{"PATH=" + at("first") + string(os.PathListSeparator) + at("second")}, at("repo"), at("repo"))
	if want := []string{at("first/train-it"), at("second/scale"), at("first/x"), at("second/train-it")}; !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}
