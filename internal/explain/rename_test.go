package explain

import (
	"fmt"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestJoinRenames: both names of a file are one factor, and so are the files of a folder that
// moved as they were.
func TestJoinRenames(t *testing.T) {
	t.Parallel()
	entry := func(path, object string) git.Entry {
		return git.Entry{Path: path, Mode: "100644", Object: object}
	}
	then := []git.Entry{entry("p/src/a.py", "1"), entry("p/src/b.py", "2"), entry("p/src/c.py", "3"), entry("p/x.csv.dvc", "4"), entry("p/gone.py", "5")}
	now := []git.Entry{entry("p/lib/a.py", "1"), entry("p/lib/b.py", "2"), entry("p/lib/c.py", "33"), entry("p/y.csv.dvc", "44"), entry("p/new.py", "6")}
	renames := []git.Rename{{From: "p/src/a.py", To: "p/lib/a.py"}, {From: "p/src/b.py", To: "p/lib/b.py"}, {From: "p/src/c.py", To: "p/lib/c.py"}, {From: "p/x.csv.dvc", To: "p/y.csv.dvc"}, {From: "elsewhere", To: "p/new.py"}}
	var got []string
	for _, f := range joinRenames(treeFactors(now, then, "p", nil), renames, now) {
		got = append(got, fmt.Sprintf("%s %s %d", f.Kind, f.Name, len(f.files)))
	}
	want := []string{"code gone.py 1", "code lib/ (src/ before), 2 files 4", "code lib/c.py (src/c.py before) 2", "code new.py 1", "data y.csv (x.csv before) 2"}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	causes := []repro.Cause{{Factor: repro.KindCode, Name: "src/c.py"}, {Factor: repro.KindCode, Name: "gone.py"}}
	if first := ranked(joinRenames(treeFactors(now, then, "p", nil), renames, now), causes)[0]; first.Name != "lib/c.py (src/c.py before)" {
		t.Errorf("by its old name in the report the first would be lib/c.py; it is %s", first.Name)
	}
}
