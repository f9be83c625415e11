package flow

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/reproduce-action/reproduce/internal/train"
)

// TestHashElsewhere: of a file outside of the checkout there is a hash where the training read it
// and did not write it, by whatever link it is named.
func TestHashElsewhere(t *testing.T) {
	t.Parallel()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	read, wrote, other := filepath.Join(dir, "read"), filepath.Join(dir, "wrote"), filepath.Join(dir, "other")
	for _, file := range []string{read, wrote, other} {
		if err := os.WriteFile(file, []byte("abc"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(read, link); err != nil {
		t.Fatal(err)
	}
	const abc = "sha256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	c := &check{training: train.Training{ReadElsewhere: []string{read, wrote, filepath.Join(dir, "gone")}, LeftElsewhere: []string{wrote}}}
	for file, want := range map[string]string{read: abc, link: abc, wrote: "", other: "", filepath.Join(dir, "gone"): ""} {
		if got := c.hashElsewhere(file); got != want {
			t.Errorf("%s: %q, want %q", filepath.Base(file), got, want)
		}
	}
}
