package gitdata

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

var historyTops = []string{"README.md", "checks", "badges"}

func checkFile(name string) NewFile {
	return NewFile{Path: "checks/churn/7/" + name + ".json", Data: []byte(`{"night":"` + name + `"}` + "\n")}
}

// files gives what a commit holds, by path.
func (p *project) files(t *testing.T, commit string) map[string]string {
	t.Helper()
	found := map[string]string{}
	if err := p.client(t).EachFile(t.Context(), commit, func(path string, data []byte) { found[path] = string(data) }); err != nil {
		t.Fatal(err)
	}
	return found
}

// TestAppend has nights that add to a branch which nobody made.
func TestAppend(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{OldWorkflows: true})
	readme := NewFile{Path: "README.md", Data: []byte("# History\n")}
	badge := NewFile{Path: "badges/all.json", Data: []byte("1"), Replace: true}
	head, err := p.client(t).Append(t.Context(), "history", "", historyTops, []NewFile{readme, checkFile("1"), badge}, "One check")
	if err != nil || head == "" || p.Head("history") != head {
		t.Fatalf("%s, %v; the branch is at %s", head, err, p.Head("history"))
	}
	if parents := p.Git(t, "rev-list", "--count", "history"); parents != "1" {
		t.Errorf("%s commits: the history has the project's behind it", parents)
	}
	same, err := p.client(t).Append(t.Context(), "history", head, historyTops, []NewFile{readme, checkFile("1"), badge}, "Nothing")
	if err != nil || same != head || p.Head("history") != head {
		t.Errorf("what was there gave the commit %s, %v", same, err)
	}
	touched := checkFile("1")
	touched.Data = []byte("{}")
	badge.Data = []byte("2")
	second, err := p.client(t).Append(t.Context(), "history", head, historyTops, []NewFile{touched, checkFile("2"), badge}, "Another")
	if err != nil || p.Head("history") != second || p.Git(t, "rev-list", "--count", "history") != "2" {
		t.Fatalf("%s, %v", second, err)
	}
	want := map[string]string{"README.md": "# History\n", "badges/all.json": "2", checkFile("1").Path: string(checkFile("1").Data), checkFile("2").Path: string(checkFile("2").Data)}
	if got := p.files(t, second); !maps.Equal(got, want) {
		t.Errorf("it holds %q, want %q", got, want)
	}
	if p.Head("main") != p.Base {
		t.Error("the default branch was moved")
	}
}

// TestAppend_leftOut: a directory at the path of a badge stops no check.
func TestAppend_leftOut(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{OldWorkflows: true})
	head, err := p.client(t).Append(t.Context(), "history", "", historyTops, []NewFile{{Path: "badges/m.json/7.json", Data: []byte("1")}}, "Another's badge")
	if err != nil {
		t.Fatal(err)
	}
	badge := NewFile{Path: "badges/m.json", Data: []byte("2"), Replace: true}
	if _, err = p.client(t).Append(t.Context(), "history", head, historyTops, []NewFile{checkFile("1"), badge}, "Refused"); err == nil || p.Head("history") != head {
		t.Errorf("a file took the path of a directory: %v", err)
	}
	var told []string
	badge.LeftOut = func(why error) { told = append(told, why.Error()) }
	after, err := p.client(t).Append(t.Context(), "history", head, historyTops, []NewFile{checkFile("1"), badge}, "One check")
	if err != nil || p.Head("history") != after {
		t.Fatalf("%s, %v", after, err)
	}
	want := map[string]string{"badges/m.json/7.json": "1", checkFile("1").Path: string(checkFile("1").Data)}
	if got := p.files(t, after); !maps.Equal(got, want) {
		t.Errorf("it holds %q, want %q", got, want)
	}
	if !slices.Equal(told, []string{"add badges/m.json: not a regular file"}) {
		t.Errorf("told %q", told)
	}
}

// TestAppendNeverLosesAnothers: two that read the same head, and one that makes
// the branch when another just did.
func TestAppendNeverLosesAnothers(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	head := ""
	for round, names := range [][2]string{{"1", "2"}, {"3", "4"}} {
		first, err := p.client(t).Append(t.Context(), "history", head, historyTops, []NewFile{checkFile(names[0])}, "First")
		if err != nil {
			t.Fatal(err)
		}
		if _, err = p.client(t).Append(t.Context(), "history", head, historyTops, []NewFile{checkFile(names[1])}, "Second"); !errors.Is(err, ErrMoved) {
			t.Fatalf("round %d: the second writer got %v", round, err)
		}
		if head, err = p.client(t).Append(t.Context(), "history", first, historyTops, []NewFile{checkFile(names[1])}, "Second again"); err != nil {
			t.Fatal(err)
		}
	}
	if got := slices.Sorted(maps.Keys(p.files(t, head))); len(got) != 4 {
		t.Errorf("it holds %q", got)
	}
}

// TestAppendRefuses branches that are somebody's work.
func TestAppendRefuses(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	side := p.Push("side", map[string][]byte{"checks/a.json": []byte("{}")})
	for _, test := range []struct{ branch, head, want string }{
		{"main", "", "default branch"}, {"main", p.Base, "default branch"}, {"side", side, "holds .github"}, {"../x", "", "branch"}, {"a b", "", "branch"},
	} {
		before := fmt.Sprint(p.Refs("refs/"))
		if got, err := p.client(t).Append(t.Context(), test.branch, test.head, historyTops, []NewFile{checkFile("1")}, "x"); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s at %q: %s, %v", test.branch, test.head, got, err)
		}
		if after := fmt.Sprint(p.Refs("refs/")); after != before {
			t.Errorf("%s: refs are %s, were %s", test.branch, after, before)
		}
	}
	if _, err := p.client(t).Append(t.Context(), "history", "", historyTops, []NewFile{{Path: "../checks/x.json"}}, "x"); err == nil {
		t.Error("a path that leaves the branch was written")
	}
}

// TestAppendThroughFaults: whatever happens to any one request, trying again from
// what the branch then is adds each file once.
func TestAppendThroughFaults(t *testing.T) {
	t.Parallel()
	for _, fault := range githubtest.Faults {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{})
			base, err := p.client(t).Append(t.Context(), "history", "", historyTops, []NewFile{checkFile("0")}, "Start")
			if err != nil {
				t.Fatal(err)
			}
			for n := 1; n <= 9; n += 2 {
				name := fmt.Sprint(n)
				p.Fault(n/2+2, fault)
				var last error
				for range 4 {
					c := p.client(t)
					head, err := c.Ref(t.Context(), "heads/history")
					if err == nil {
						_, err = c.Append(t.Context(), "history", head, historyTops, []NewFile{checkFile(name)}, "Night "+name)
					}
					if last = err; err == nil {
						break
					}
				}
				if last != nil {
					t.Errorf("request %d: %v", n, last)
				}
			}
			if got := p.files(t, p.Head("history")); len(got) != 6 {
				t.Errorf("it holds %q", slices.Sorted(maps.Keys(got)))
			}
			if p.Git(t, "merge-base", "--is-ancestor", base, "history") != "" || p.Head("main") != p.Base {
				t.Error("something else was moved")
			}
		})
	}
}

// TestEachFile: what cannot be read is named all the same.
func TestEachFile(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	head := p.Push("history", map[string][]byte{"checks/a.json": []byte("{}"), "checks/large.json": []byte(strings.Repeat("x", cachedFileLimit+1))})
	got := p.files(t, head)
	if text, there := got["checks/large.json"]; !there || text != "" || got["checks/a.json"] != "{}" {
		t.Errorf("%d files, %.20q", len(got), text)
	}
}
