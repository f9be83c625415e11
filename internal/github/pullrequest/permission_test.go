package pullrequest

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestPermission: who may start a training by a comment.
func TestPermission(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	for login, permission := range map[string]string{"ada": "admin", "wim": "write", "rea": "read", "non": "none", "ci[bot]": "write"} {
		p.Permit(login, permission)
	}
	for login, may := range map[string]bool{"ada": true, "wim": true, "ci[bot]": true, "rea": false, "non": false, "stranger": false} {
		got, err := p.client(t).Permission(t.Context(), login)
		if err != nil || got.AtLeast(PermissionWrite) != may {
			t.Errorf("%s: %s, %v; may write: want %v", login, got, err, may)
		}
	}
	p.Permit("odd", "owner")
	if got, err := p.client(t).Permission(t.Context(), "odd"); err == nil || got.AtLeast(PermissionRead) {
		t.Errorf("a permission that nobody knows: %s, %v", got, err)
	}
	before := len(p.Requests())
	for _, bad := range []string{"", "../../victim", "a/b", "a?b", "a b", "a%2fb", strings.Repeat("a", 300)} {
		if got, err := p.client(t).Permission(t.Context(), bad); err == nil || got.AtLeast(PermissionRead) {
			t.Errorf("login %q: %s, %v", bad, got, err)
		}
	}
	if len(p.Requests()) != before {
		t.Error("GitHub was asked for a name that is none")
	}
	p.Deny("GET /repos/{owner}/{repo}/collaborators/{username}/permission", "")
	client := p.client(t)
	if _, err := client.Permission(t.Context(), "ada"); err == nil || strings.Contains(err.Error(), "metadata") || client.Advice().Lines != "" {
		t.Errorf("a refusal: %v, and lines to add: %q; no line of a workflow gives what each token has", err, client.Advice().Lines)
	}
	if PermissionAdmin.AtLeast("owner") || Permission("").AtLeast(PermissionNone) || !PermissionRead.AtLeast(PermissionNone) {
		t.Error("the order of permissions is wrong")
	}
}

func TestReactAndStatus(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	id := p.Comment(12, "someone", "/reproduce churn")
	c := p.client(t)
	for range 2 {
		if err := c.React(t.Context(), id, "eyes"); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.Reactions(); len(got) != 1 || got[0].Content != "eyes" {
		t.Errorf("reactions: %v", got)
	}
	if err := c.React(t.Context(), id, "../x"); err == nil {
		t.Error("a reaction that is none")
	}
	long := strings.Repeat("é", 300)
	if err := c.SetStatus(t.Context(), p.Base, Status{"failure", "reproduce / churn v7", long, "https://github.test/run"}); err != nil {
		t.Fatal(err)
	}
	if got := p.Statuses(); len(got) != 1 || got[0].Commit != p.Base || got[0].State != "failure" || got[0].URL == "" {
		t.Errorf("statuses: %v", got)
	}
	if err := c.SetStatus(t.Context(), "main", Status{State: "success"}); err == nil {
		t.Error("a status of something that is no commit")
	}
}

func TestPullRequests(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	head := p.Push("topic", map[string][]byte{"a": []byte("1")})
	p.Open(githubtest.Pull{Number: 12, Head: head, Base: "main"})
	p.Open(githubtest.Pull{Number: 13, Head: p.Base, Base: "main", Fork: true})
	p.Open(githubtest.Pull{Number: 14, Head: head, Base: "main", Closed: true})
	c := p.client(t)
	got, ok, err := c.PullRequestOf(t.Context(), p.Base)
	if err != nil || !ok || got.Number != 13 || !got.Fork || !got.Open || got.Head != p.Base || got.Base != "main" {
		t.Errorf("of %s: %+v, %v, %v", p.Base, got, ok, err)
	}
	got, ok, err = c.PullRequestOf(t.Context(), head)
	if err != nil || !ok || got.Number != 12 || got.Fork {
		t.Errorf("of %s: %+v, %v, %v", head, got, ok, err)
	}
	p.Open(githubtest.Pull{Number: 15, Head: head, Base: "main"})
	if got, ok, err := c.PullRequestOf(t.Context(), head); ok || err != nil {
		t.Errorf("of two open ones one was picked: %+v, %v", got, err)
	}
}

// TestStatus_longNames: two contexts that begin alike are two statuses.
func TestStatus_longNames(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	c := p.client(t)
	for _, end := range []string{"-a", "-b"} {
		if err := c.SetStatus(t.Context(), p.Base, Status{State: "failure", Context: "reproduce / " + strings.Repeat("n", 120) + end}); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.Statuses(); len(got) != 2 || got[0].Context == got[1].Context {
		t.Errorf("statuses %+v; want two, with a context each", got)
	}
}
