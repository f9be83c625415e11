package gitdata

import (
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestInheritTree: what an edit made is known without reading it, below
// directories as well, and it is what git says.
func TestInheritTree(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	head := p.Push("main", map[string][]byte{"a/b/params.yaml": []byte("x: 1\n"), "a.txt": []byte("a"), "a-b/c": []byte("c"), "run.sh*": []byte("#!/bin/sh\n"), "params.yaml": []byte("y: 1\n")})
	c := p.client(t)
	base, err := c.listedTree(t.Context(), head)
	if err == nil {
		err = c.readTrees(t.Context(), base)
	}
	if err != nil {
		t.Fatal(err)
	}
	made, err := c.editTree(t.Context(), base, []repro.FileEdit{
		{Path: "a/b/params.yaml", Before: []byte("x: 1\n"), After: []byte("x: 22\n")},
		{Path: "params.yaml", Before: []byte("y: 1\n"), After: []byte("y: 2\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	before := len(p.Requests())
	inherited := map[string]string{}
	for _, path := range []string{"a/b/params.yaml", "params.yaml", "a.txt", "a-b/c", "run.sh"} {
		entry, err := c.entry(t.Context(), made, path)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		inherited[path] = entry.SHA
	}
	if asked := p.Requests()[before:]; len(asked) > 0 {
		t.Errorf("it asked %q", asked)
	}
	fresh := p.client(t)
	for path, sha := range inherited {
		entry, err := fresh.entry(t.Context(), made, path)
		if err != nil || entry.SHA != sha {
			t.Errorf("%s is %s, %v; inherited was %s", path, entry.SHA, err, sha)
		}
	}

	// A name that is not the hash of what was worked out is not believed.
	before = len(p.Requests())
	other := p.client(t)
	if err := other.readTrees(t.Context(), base); err != nil {
		t.Fatal(err)
	}
	other.cacheEditedTree(base, made, []repro.FileEdit{{Path: "params.yaml", After: []byte("y: 2\n")}})
	if _, err := other.entry(t.Context(), made, "params.yaml"); err != nil || !slices.Contains(p.Requests()[before:], "GET /repos/{owner}/{repo}/git/trees/{tree_sha}") {
		t.Errorf("a tree was believed that holds one edit of two: %v", err)
	}
	if got := len(p.Requests()[before:]); got != 2 {
		t.Errorf("%d requests, want the two trees", got)
	}
}

// TestEditTree_leavesOut: files are left out of a tree beside an edit, in directories too,
// and what else it has stays. What may not be written may not be left out either.
func TestEditTree_leavesOut(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	head := p.Push("main", map[string][]byte{"models/a.pkl": []byte("a"), "metrics.json": []byte("{}"), "src/run.sh*": []byte("#!/bin/sh\n"), "params.yaml": []byte("y: 1\n")})
	c := p.client(t)
	names, all, err := c.Tracked(t.Context(), head)
	if err != nil || !all || !slices.Contains(names, "models/a.pkl") || !slices.Contains(names, "src/run.sh") || slices.Contains(names, "models") {
		t.Fatalf("tracked: %q, %v, %v", names, all, err)
	}
	edit := repro.FileEdit{Path: "params.yaml", Before: []byte("y: 1\n"), After: []byte("y: 2\n")}
	tree, err := c.EditTree(t.Context(), head, []repro.FileEdit{edit}, "models/a.pkl", "metrics.json")
	if err != nil {
		t.Fatal(err)
	}
	commit, err := c.CreateCommit(t.Context(), tree, head, "Without")
	if err != nil {
		t.Fatal(err)
	}
	left, _, err := c.Tracked(t.Context(), commit)
	want := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "models/a.pkl" || name == "metrics.json" })
	if err != nil || !slices.Equal(left, want) {
		t.Errorf("it holds %q, %v; want %q", left, err, want)
	}
	if file, err := c.File(t.Context(), commit, "params.yaml"); err != nil || string(file.Data) != "y: 2\n" {
		t.Errorf("params.yaml: %q, %v", file.Data, err)
	}
	for _, name := range []string{".github/workflows/train.yml", "../x", "params.yaml"} {
		if _, err := c.EditTree(t.Context(), head, []repro.FileEdit{edit}, name); err == nil {
			t.Errorf("%s was left out", name)
		}
	}
}
