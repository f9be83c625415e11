package git_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestWithContent: a content of a file is found in the commits of all branches, by its digest, and
// in no file of another name.
func TestWithContent(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	commit := func(text string) string {
		gittest.Write(t, dir, "a b/[x].py", text)
		sh(t, dir, "add", "--all")
		sh(t, dir, "commit", "--quiet", "--message=x")
		return strings.TrimSpace(sh(t, dir, "rev-parse", "HEAD"))
	}
	one := commit("1\n")
	sum := func(text string) string {
		digest := sha256.Sum256([]byte(text))
		return hex.EncodeToString(digest[:])
	}
	sh(t, dir, "switch", "--quiet", "--create=side")
	two := commit("2\n")
	sh(t, dir, "switch", "--quiet", "-")
	commit("3\n")
	sh(t, dir, "rm", "--quiet", "a b/[x].py")
	sh(t, dir, "commit", "--quiet", "--message=gone")
	for _, tt := range []struct{ file, text, want string }{
		{"a b/[x].py", "1\n", one}, {"a b/[x].py", "2\n", two}, {"a b/[x].py", "4\n", ""}, {"a b/x.py", "1\n", ""}, {"a b", "1\n", ""}, {"../a", "1\n", ""},
	} {
		found, entry, err := repository.WithContent(t.Context(), tt.file, sum(tt.text))
		if err != nil || found != tt.want || (entry.Path == tt.file) != (tt.want != "") {
			t.Errorf("%s with %q: commit %q, %+v, %v; want %q", tt.file, tt.text, found, entry, err, tt.want)
		}
	}
	if found, _, err := repository.WithContent(t.Context(), "a b/[x].py", ""); found != "" || err != nil {
		t.Errorf("with no digest: %q, %v", found, err)
	}
	gittest.Write(t, dir, ".git/refs/heads/broken", strings.Repeat("a", 40)+"\n")
	if found, _, err := repository.WithContent(t.Context(), "a b/[x].py", sum("1\n"), two, one); found != one || err != nil {
		t.Errorf("in a commit that is given, beside a branch that is broken: %q, %v", found, err)
	}
	if _, _, err := repository.WithContent(t.Context(), "a b/[x].py", sum("3\n"), two, one); err == nil {
		t.Error("that the other commits cannot be listed is not told")
	}
}
