package explain

import (
	"fmt"
	"slices"
	"strings"
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
	then := []git.Entry{
		entry("p/src/a.py", "1"), entry("p/src/b.py", "2"), entry("p/src/in/c.py", "3"), entry("p/src/d.py", "7"), entry("p/x.csv.dvc", "4"), entry("p/gone.py", "5"), entry("p/one/e.py", "8"), entry("p/src/stays.py", "9"),
	}
	now := []git.Entry{
		entry("p/lib/a.py", "1"), entry("p/lib/b.py", "2"), entry("p/lib/in/c.py", "33"), entry("p/lib/d.py", "77"), entry("p/y.csv.dvc", "44"), entry("p/new.py", "6"), entry("p/two/e.py", "88"), entry("p/src/stays.py", "99"),
	}
	renames := []git.Rename{{From: "p/src/a.py", To: "p/lib/a.py"}, {From: "p/src/b.py", To: "p/lib/b.py"}, {From: "p/src/in/c.py", To: "p/lib/in/c.py"}, {From: "p/one/e.py", To: "p/two/e.py"}, {From: "p/x.csv.dvc", To: "p/y.csv.dvc"}, {From: "elsewhere", To: "p/new.py"}}
	var got []string
	for _, f := range joinRenames(treeFactors(now, then, "p", nil), renames, now) {
		got = append(got, fmt.Sprintf("%s %s %d", f.Kind, f.Name, len(f.files)))
	}
	want := []string{"code gone.py 1", "code lib/ (src/ before), 4 files, with other content d.py, c.py 8", "code new.py 1", "code src/stays.py 1", "code two/e.py (one/e.py before) 2", "data y.csv (x.csv before) 2"}
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	causes := []repro.Cause{{Factor: repro.KindCode, Name: "src/in/c.py"}, {Factor: repro.KindCode, Name: "gone.py"}}
	if first := ranked(joinRenames(treeFactors(now, then, "p", nil), renames, now), causes, nil)[0]; !strings.HasPrefix(first.Name, "lib/ (src/ before)") {
		t.Errorf("by an old name in the report the first would be lib/; it is %s", first.Name)
	}
}
