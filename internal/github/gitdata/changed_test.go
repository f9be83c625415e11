package gitdata

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

func TestChangedSince(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	old := p.Base
	moved := strings.Repeat("one line of it\n", 20)
	middle := p.Push("main", map[string][]byte{"a/x.py": []byte("1"), "b.csv": []byte(moved)})
	side := p.Push("side", map[string][]byte{"side.py": []byte("2")})
	head := p.Push("main", map[string][]byte{"b.csv": nil, "c.csv": []byte(moved)})
	for commit, want := range map[string]string{
		old: "a/x.py c.csv true", middle: "b.csv c.csv true", head: "true", side: "b.csv c.csv true", strings.Repeat("ab", 20): "true",
	} {
		files, whole, err := p.client(t).ChangedSince(t.Context(), commit)
		slices.Sort(files)
		if got := strings.TrimSpace(fmt.Sprint(strings.Join(files, " "), " ", whole)); err != nil || got != want {
			t.Errorf("since %s: %q, %v; want %q", commit, got, err, want)
		}
	}
	many := map[string][]byte{}
	for i := range 301 {
		many[fmt.Sprintf("many/%03d.txt", i)] = []byte("1")
	}
	p.Push("main", many)
	if files, whole, err := p.client(t).ChangedSince(t.Context(), head); err != nil || whole || len(files) != 300 {
		t.Errorf("of 301 files: %d, whole %v, %v", len(files), whole, err)
	}
	if _, _, err := p.client(t).ChangedSince(t.Context(), "main"); err == nil {
		t.Error("a name is taken for a commit")
	}
}
