package github

import (
	"context"
	"fmt"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/repro"
)

const event = "workflow_dispatch"

// sought is what a run must be to be ours.
type sought struct {
	workflow string // file name
	branch   string
	commit   string
}

// fits says whether a run is on our commit, on our branch, of our workflow, and
// was dispatched. All must hold: "the newest run" is somebody else's too often.
func (s sought) fits(run *gh.WorkflowRun) bool {
	return run.GetID() > 0 && run.GetHeadSHA() == s.commit && run.GetHeadBranch() == s.branch &&
		run.GetEvent() == event && run.GetWorkflowID() > 0 && run.GetStatus() != ""
}

// runs lists the runs that fit, oldest first. GitHub shows a new run after some
// seconds only: that a run is not listed does not mean that there is none.
func (c *Client) runs(ctx context.Context, s sought) ([]*gh.WorkflowRun, error) {
	op := operation{fmt.Sprintf("look for runs of %s on %s", s.workflow, s.branch), "actions: read"}
	listed, _, err := c.api.Actions.ListWorkflowRunsByFileName(ctx, c.owner, c.repo, s.workflow, &gh.ListWorkflowRunsOptions{
		Branch: s.branch, Event: event, HeadSHA: s.commit, ExcludePullRequests: true,
		ListOptions: gh.ListOptions{PerPage: 100},
	})
	if err != nil {
		return nil, c.explain(op, err)
	}
	if listed.TotalCount == nil {
		return nil, op.nonsense("no count")
	}
	var fitting []*gh.WorkflowRun
	for _, run := range listed.WorkflowRuns {
		if s.fits(run) {
			fitting = append([]*gh.WorkflowRun{run}, fitting...) // GitHub lists the newest first
		}
	}
	return fitting, nil
}

// run reads one run, and refuses one that is not the run it was.
func (c *Client) run(ctx context.Context, s sought, id int64) (*gh.WorkflowRun, error) {
	op := operation{fmt.Sprintf("read run %d of %s", id, s.workflow), "actions: read"}
	run, _, err := c.api.Actions.GetWorkflowRunByID(ctx, c.owner, c.repo, id)
	if err != nil {
		return nil, c.explain(op, err)
	}
	switch {
	case run.GetID() != id || run.GetHeadSHA() == "" || run.GetStatus() == "":
		return nil, op.nonsense("another run, or half of one")
	case !s.fits(run):
		return nil, repro.Doubtf(repro.NotExecuted, "%s: it is %s of %s on %s, not of %s on %s; the branch was changed under it: run again",
			op.name, clip(run.GetEvent(), 30), short(run.GetHeadSHA()), clip(run.GetHeadBranch(), 80), short(s.commit), s.branch)
	}
	return run, nil
}

// best picks the run that everybody who looks at the same list would pick: the
// first that succeeded or still may, else the last. nil for none.
func best(runs []*gh.WorkflowRun) *gh.WorkflowRun {
	for _, run := range runs {
		if !over(run) || run.GetConclusion() == "success" {
			return run
		}
	}
	if len(runs) == 0 {
		return nil
	}
	return runs[len(runs)-1]
}

// over says whether a run has ended. Everything else is waiting, whatever new
// word GitHub finds for it.
func over(run *gh.WorkflowRun) bool { return run.GetStatus() == "completed" }
