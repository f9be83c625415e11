package workflow

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestRefusedDispatchLeavesNoBranch: a token that may write a branch and dispatch nothing
// leaves none behind, but for one that was there before or went on since.
func TestRefusedDispatchLeavesNoBranch(t *testing.T) {
	t.Parallel()
	const dispatches = "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches"
	for name, tt := range map[string]struct {
		again bool // another check takes up the branch of a first
		fault githubtest.Fault
		blind bool // nobody may list its runs
		stays bool
	}{
		"it made the branch":                    {},
		"another check made it":                 {again: true, stays: true},
		"it may have been started":              {fault: githubtest.LostAfter, stays: true},
		"it may have been, and nobody may look": {fault: githubtest.LostAfter, blind: true, stays: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{NoCheckout: true})
			trainer := Trainer{Client: p.client(t)}
			change, err := trainer.Apply(t.Context(), p.Plan("one"))
			if err != nil {
				t.Fatal(err)
			}
			if tt.again {
				trainer = Trainer{Client: p.client(t)}
				if change, err = trainer.Apply(t.Context(), p.Plan("one")); err != nil {
					t.Fatal(err)
				}
			}
			if tt.fault == "" {
				p.Deny(dispatches, "")
			} else {
				p.Fault(1, tt.fault)
			}
			if tt.blind {
				p.Deny("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", "")
			}
			execution, err := trainer.Train(t.Context(), p.Plan("one"), change)
			if tt.fault == "" && (err == nil || execution.Status != repro.ExecNotStarted) {
				t.Errorf("%+v, %v, want the dispatch refused", execution, err)
			}
			if left := p.Refs("refs/heads/" + change.Branch); len(left) == 1 != tt.stays {
				t.Errorf("branches left: %v, want it to stay: %v (%v)", left, tt.stays, err)
			}
		})
	}
}
