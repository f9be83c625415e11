package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestOutsideGit: nothing is written into git's own directory, however that is reached, and
// everywhere else it may be.
func TestOutsideGit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gittest.Git(t, dir, "init", "--quiet", "clone")
	gittest.Git(t, dir, "init", "--quiet", "--bare", "bare.repository")
	gittest.Git(t, dir, "init", "--quiet", "bare.repository/tree")
	if err := os.Symlink(filepath.Join("clone", ".git"), filepath.Join(dir, "link")); err != nil {
		t.Skip(err) // this system has no links
	}
	for place, inside := range map[string]bool{
		"clone": false, "clone/reports": false, "clone/.github/reports": false, "clone/refs/x": false, "a.git": false, "none/there": false, "bare.repository/tree/reports": false,
		"clone/.git": true, "clone/.git/x/y": true, "clone/.git/hooks": true, "clone/.GIT/x": true, "clone/new/.git": true,
		"link": true, "link/x": true, "bare.repository": true, "bare.repository/refs/heads/x": true,
	} {
		if err := outsideGit(filepath.Join(dir, filepath.FromSlash(place))); errors.Is(err, errInGit) != inside {
			t.Errorf("%s: %v, want inside: %v", place, err, inside)
		}
	}
}
