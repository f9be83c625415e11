package workflow

import (
	"context"
	"fmt"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const event = "workflow_dispatch"

// runFilter is what a run must be to be ours.
type runFilter struct {
	workflow string // file name
	branch   string
	commit   string
}

// matches says whether a run is on our commit, on our branch, of our workflow, and
// was dispatched. All must hold: "the newest run" is somebody else's too often.
func (s runFilter) matches(run *gh.WorkflowRun) bool {
	return run.GetID() > 0 && run.GetHeadSHA() == s.commit && run.GetHeadBranch() == s.branch &&
		run.GetEvent() == event && run.GetWorkflowID() > 0 && run.GetStatus() != ""
}

// runs lists the runs that fit, oldest first. GitHub shows a new run after some
// seconds only: that a run is not listed does not mean that there is none.
func (c *Client) runs(ctx context.Context, s runFilter) ([]*gh.WorkflowRun, error) {
	op := github.Operation{Name: fmt.Sprintf("look for runs of %s on %s", s.workflow, s.branch), Permission: "actions: read"}
	listed, _, err := c.API.Actions.ListWorkflowRunsByFileName(ctx, c.Owner, c.Name, s.workflow, &gh.ListWorkflowRunsOptions{
		Branch: s.branch, Event: event, HeadSHA: s.commit, ExcludePullRequests: true,
		ListOptions: gh.ListOptions{PerPage: 100},
	})
	if err != nil {
		return nil, c.Explain(op, err)
	}
	if listed.TotalCount == nil {
		return nil, op.Unexpected("no count")
	}
	var fitting []*gh.WorkflowRun
	for _, run := range listed.WorkflowRuns {
		if s.matches(run) {
			fitting = append([]*gh.WorkflowRun{run}, fitting...) // GitHub lists the newest first
		}
	}
	return fitting, nil
}

// run reads one run, and refuses one that is not the run it was.
func (c *Client) run(ctx context.Context, s runFilter, id int64) (*gh.WorkflowRun, error) {
	op := github.Operation{Name: fmt.Sprintf("read run %d of %s", id, s.workflow), Permission: "actions: read"}
	run, _, err := c.API.Actions.GetWorkflowRunByID(ctx, c.Owner, c.Name, id)
	if err != nil {
		return nil, c.Explain(op, err)
	}
	switch {
	case run.GetID() != id || run.GetHeadSHA() == "" || run.GetStatus() == "":
		return nil, op.Unexpected("another run, or half of one")
	case !s.matches(run):
		return nil, repro.Doubtf(repro.NotExecuted, "%s: %s; run again", op.Name, s.other(run))
	}
	return run, nil
}

// other says in what a run is not the one that was started.
func (s runFilter) other(run *gh.WorkflowRun) string {
	return fmt.Sprintf("it is %s of %s on %s, and not %s of %s on %s",
		printable.OneLine(run.GetEvent(), 30), gitformat.ShortID(run.GetHeadSHA()), printable.OneLine(run.GetHeadBranch(), 80), event, gitformat.ShortID(s.commit), s.branch)
}

// pickRun picks the run that everybody who looks at the same list would pick: the
// first that succeeded or still may, else the last. nil for none.
func pickRun(runs []*gh.WorkflowRun) *gh.WorkflowRun {
	for _, run := range runs {
		if !ended(run) || run.GetConclusion() == "success" {
			return run
		}
	}
	if len(runs) == 0 {
		return nil
	}
	return runs[len(runs)-1]
}

// ended says whether a run has ended. Everything else is waiting, whatever new
// word GitHub finds for it.
func ended(run *gh.WorkflowRun) bool { return run.GetStatus() == "completed" }
