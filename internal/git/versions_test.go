package git_test

import (
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestVersions gives each content that a file has at the tip of a branch or tag
// once, and nothing of a file that is nowhere.
func TestVersions(t *testing.T) {
	t.Parallel()
	repository, dir := project(t)
	gittest.Write(t, dir, "m m.json", "1")
	sh(t, dir, "add", "--all")
	sh(t, dir, "commit", "--quiet", "--message=One")
	sh(t, dir, "branch", "same")
	sh(t, dir, "tag", "old")
	gittest.Write(t, dir, "m m.json", "2")
	sh(t, dir, "commit", "--quiet", "--all", "--message=Two")
	versions, err := repository.Versions(t.Context(), "m m.json")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, version := range versions {
		found = append(found, version.Ref+" "+string(version.Data))
	}
	if want := []string{"HEAD 2", "same 1"}; !slices.Equal(found, want) {
		t.Errorf("versions %q, want %q", found, want)
	}
	for _, file := range []string{"nowhere.json", "", "a\nHEAD:params.yaml", "."} {
		if versions, err := repository.Versions(t.Context(), file); err != nil || len(versions) != 0 {
			t.Errorf("%q: %v, %v", file, versions, err)
		}
	}
}
