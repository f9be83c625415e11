package workflow

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/github/projecttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A project makes clients for its workflows.
type project struct{ *projecttest.Project }

func newProject(t testing.TB, options githubtest.Options) *project {
	t.Helper()
	return &project{projecttest.New(t, options)}
}

func (p *project) client(t testing.TB, change ...func(*github.Options)) *Client {
	t.Helper()
	return New(gitdata.New(p.Client(t, change...)))
}

// train goes as far as the end of the training.
func (p *project) train(t testing.TB, id string) (repro.Execution, error) {
	trainer := Trainer{Client: p.client(t)}
	change, err := trainer.Apply(t.Context(), p.Plan(id))
	if err != nil {
		return repro.Execution{}, err
	}
	return trainer.Train(t.Context(), p.Plan(id), change)
}
