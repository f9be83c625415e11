package pullrequest

import (
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A project makes clients for its pull requests.
type project struct{ *projecttest.Project }

func newProject(t testing.TB, options githubtest.Options) *project {
	t.Helper()
	return &project{projecttest.New(t, options)}
}

func (p *project) client(t testing.TB, change ...func(*github.Options)) *Client {
	t.Helper()
	return New(p.Client(t, change...))
}

var checked = time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)

func (p *project) comment(verdict repro.Verdict, at time.Time, run string) Comment {
	return Comment{
		Number: 12, Policy: CommentAuto, Bodies: []string{"### " + string(verdict) + "\n\nlong", "### " + string(verdict)},
		Metadata: Metadata{Key: "churn v7", Verdict: verdict, At: at, Run: run},
	}
}
