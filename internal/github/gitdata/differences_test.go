package gitdata

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestDifferences: what two commits do not have alike is named from the top, whatever
// became of it; a commit costs one request.
func TestDifferences(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	before := p.Push("main", map[string][]byte{"same/deep/a.txt": []byte("a"), "src/fit.py": []byte("1"), "src/gone/b.py": []byte("b"), "turned": []byte("file"), "kept.csv": []byte("k")})
	after := p.Push("main", map[string][]byte{"same/deep/a.txt": []byte("a"), "src/fit.py": []byte("2"), "src/gone/b.py": nil, "turned/into.py": []byte("dir"), "new.py": []byte("n"), "kept.csv": []byte("k")})
	client := p.client(t)
	got, err := client.Differences(t.Context(), before, after)
	want := strings.Fields("new.py src/fit.py src/gone/b.py turned turned/into.py")
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if back, err := client.Differences(t.Context(), after, before); err != nil || !slices.Equal(back, want) {
		t.Errorf("the other way round: %q, %v", back, err)
	}
	if none, err := client.Differences(t.Context(), after, after); err != nil || len(none) > 0 {
		t.Errorf("a commit and itself: %q, %v", none, err)
	}
	if listed := len(p.Requests()); listed > 2 {
		t.Errorf("%d requests, want one a commit: %q", listed, p.Requests())
	}
}

// TestDifferences_many: more than can be named are refused, and not cut.
func TestDifferences_many(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	files := map[string][]byte{}
	for i := range maxDifferences + 1 {
		files[fmt.Sprintf("d/%d", i)] = []byte("x")
	}
	before := p.Push("main", map[string][]byte{"a": nil})
	if got, err := p.client(t).Differences(t.Context(), before, p.Push("main", files)); err == nil {
		t.Errorf("%d files, and no error", len(got))
	}
}
