package gitdata

import (
	"io"
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// answering lets a test answer some requests itself.
type answering func(*http.Request) *http.Response

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	if resp := a(r); resp != nil {
		return resp, nil
	}
	return (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
}

// TestFilesByTheCommitsName: the files of a commit are listed by its own name,
// in one request; a GitHub that knows trees by their own names alone, or cuts
// the listing, is asked for the tree's.
func TestFilesByTheCommitsName(t *testing.T) {
	t.Parallel()
	const unknown, truncated = `{"message":"Not Found"}`, `{"sha":"COMMIT","tree":[],"truncated":true}`
	for name, c := range map[string]struct {
		status int // of the answer in GitHub's place; 0 for its own
		body   string
		asked  int
	}{
		"listed":        {0, "", 2},
		"not known":     {404, unknown, 4},
		"refused":       {422, unknown, 4},
		"cut":           {200, truncated, 4},
		"another's":     {200, `{"sha":"4b825dc642cb6eb9a060e54bf8d69288fbee4904","tree":[{"path":"a","mode":"100644","type":"blob","sha":"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391","size":0}],"truncated":false}`, 4},
		"with no roots": {200, `{"sha":"COMMIT","tree":[{"path":"a/b","mode":"100644","type":"blob","sha":"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391","size":0}],"truncated":false}`, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{})
			asked := 0
			client := p.client(t, func(o *github.Options) {
				o.Transport = answering(func(r *http.Request) *http.Response {
					if strings.HasPrefix(r.URL.Path, "/repos/") {
						asked++
					}
					if c.status == 0 || !strings.HasSuffix(r.URL.Path, "/git/trees/"+p.Base) {
						return nil
					}
					return &http.Response{StatusCode: c.status, Header: http.Header{}, Request: r, Body: io.NopCloser(strings.NewReader(strings.ReplaceAll(c.body, "COMMIT", p.Base)))}
				})
			})
			data, err := fs.ReadFile(client.FS(t.Context(), p.Base), "params.yaml")
			if err != nil || string(data) != projecttest.Params {
				t.Errorf("params.yaml: %q, %v", data, err)
			}
			if asked != c.asked {
				t.Errorf("%d requests, want %d", asked, c.asked)
			}
		})
	}
}

// TestATreeIsNoCommit: a name that GitHub lists, and nobody can build on.
func TestATreeIsNoCommit(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	tree := p.Git(t, "rev-parse", p.Base+"^{tree}")
	if got, err := p.client(t).Resolve(t.Context(), tree); err == nil {
		t.Errorf("the tree %s was taken for the commit %s", tree, got)
	}
}

// TestTreeOfAnOldGit: git once wrote modes that no listing shows, so that the
// tree's name cannot be worked out from one. What is built on it is right.
func TestTreeOfAnOldGit(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	listing := strings.ReplaceAll(p.Git(t, "ls-tree", p.Base), "100644 blob", "100664 blob")
	tree := p.Pipe(t, listing+"\n", "mktree")
	p.Base = p.Pipe(t, "", "-c", "user.name=a", "-c", "user.email=a@example.test", "commit-tree", tree, "-p", p.Base, "-m", "old")
	p.Git(t, "update-ref", "refs/heads/main", p.Base)
	client := p.client(t)
	if worked, err := client.listedTree(t.Context(), p.Base); err != nil || worked == tree {
		t.Fatalf("%s, %v: the tree is none that an old git wrote", worked, err)
	}
	commit := p.commit(t, client, p.Plan("one").Files)
	if changed := p.Git(t, "diff", "--name-only", p.Base, commit); changed != "params.yaml" || !strings.Contains(string(p.File(commit, "params.yaml")), "lr: 0.002") {
		t.Errorf("changed are %q", changed)
	}
	if got := p.Mode(commit, "train.py"); got != "100755" {
		t.Errorf("train.py has mode %s", got)
	}

	// Without an edit, the commit has the very same tree.
	commit = p.commit(t, p.client(t), nil)
	if got := p.Git(t, "rev-parse", commit+"^{tree}"); got != tree {
		t.Errorf("the commit's tree is %s, want %s", got, tree)
	}
}

// commit makes a commit with edited files on top of the project's own.
func (p *project) commit(t testing.TB, c *Client, edits []repro.FileEdit) string {
	t.Helper()
	tree, err := c.EditTree(t.Context(), p.Base, edits)
	if err != nil {
		t.Fatal(err)
	}
	commit, err := c.CreateCommit(t.Context(), tree, p.Base, "edit")
	if err != nil {
		t.Fatal(err)
	}
	return commit
}
