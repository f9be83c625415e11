package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestNoBinaries: git has no file that a build or a profile left, which would be in every clone for
// good. A file is one by the NUL byte among its first 8,000, as git itself decides.
// https://git-scm.com/docs/gitattributes#_marking_files_as_binary
func TestNoBinaries(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(".git"); err != nil {
		t.Skip("this is no clone")
	}
	listed, err := exec.Command("git", "ls-files", "-z").Output()
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Split(strings.TrimRight(string(listed), "\x00"), "\x00")
	if len(names) < 1000 {
		t.Fatalf("git lists %d files", len(names))
	}
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			continue // deleted, and not committed yet
		}
		head, err := io.ReadAll(io.LimitReader(file, 8000))
		file.Close()
		if err == nil && bytes.IndexByte(head, 0) >= 0 {
			t.Errorf("%s is no text: leave it out of git", name)
		}
	}
}
