package gitdata

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
)

// A project makes clients for its git data.
type project struct{ *projecttest.Project }

func newProject(t testing.TB, options githubtest.Options) *project {
	t.Helper()
	return &project{projecttest.New(t, options)}
}

func (p *project) client(t testing.TB, change ...func(*github.Options)) *Client {
	t.Helper()
	return New(p.Client(t, change...))
}
