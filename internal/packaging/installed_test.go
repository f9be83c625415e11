package packaging

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCompareInstalled: of two packages of one version the files decide, then where they
// are from. What only one side recorded makes no difference, and no sameness.
func TestCompareInstalled(t *testing.T) {
	t.Parallel()
	commit := strings.Repeat("a", 40)
	index := repro.Package{Name: "x", Version: "1.0", From: repro.SeenInTraining, Installed: true}
	with := func(origin, content string) repro.Package {
		p := index
		p.Origin, p.Content = origin, content
		return p
	}
	listed := repro.Package{Name: "x", Version: "1.0.0", From: "requirements.txt of model m"}
	address := repro.Package{Name: "x", Version: "git+https://h/x@" + commit, From: "requirements.txt of model m"}
	for _, c := range []struct {
		about         string
		original, now repro.Package
		want          string
	}{
		{"a version alone", listed, with("", "py3-none-any aa"), "x same"},
		{"the same files", with("", "py3-none-any aa"), with("", "py3-none-any aa"), "x same"},
		{"the same files from elsewhere", with("file:///a/x.whl", "py3-none-any aa"), with("", "py3-none-any aa"), "x same"},
		{"a fork", with("", "py3-none-any aa"), with("", "py3-none-any bb"), "x differs: the same version, with other files; 1.0 -> 1.0 with other files"},
		{"a fork from elsewhere", with("", "py3-none-any aa"), with("https://h/x@"+commit, "py3-none-any bb"), "x differs: the same version, with other files; 1.0 -> 1.0 from https://h/x@" + commit},
		{"another platform", with("", "cp311-manylinux aa"), with("", "cp311-macosx bb"), "x same: the same version, in another build"},
		{"from elsewhere, nobody read the files", with("file:///a/x.whl", ""), with("", ""), "x differs: the same version, from elsewhere; 1.0 from file:///a/x.whl -> 1.0"},
		{"from one commit", with("https://h/x@"+commit, ""), with("https://h/x@"+commit, ""), "x same"},
		{"from one directory", with("file:///src/x", ""), with("file:///src/x", ""), "x not recorded: the same version from the same place, which may have other files now"},
		{"only one side recorded it", listed, with("file:///a/x.whl", "py3-none-any aa"), "x not recorded: the same version; only one side recorded where it was from"},
		{"an address and a version", address, with("https://h/x@"+commit, ""), "x not recorded: known by its address on one side, and by its version on the other"},
		{"another version", with("file:///a/x.whl", "py3-none-any aa"), with("", "py3-none-any bb"), "x same"},
	} {
		if c.about == "another version" {
			c.now.Version, c.want = "2.0", "x differs: major version; 1.0 -> 2.0"
		}
		input := ComparePackages([]repro.Package{c.original}, []repro.Package{c.now})[0]
		got := input.Name + " " + input.State
		if input.Note != "" {
			got += ": " + input.Note
		}
		if input.State == repro.InputDiffers {
			got += "; " + input.Original + " -> " + input.Now
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.about, got, c.want)
		}
	}
}
