package workflow

import (
	"context"
	"fmt"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file is about two checks that want one branch for trainings that differ, as two
// comments with different flags do: the second waits for the first. GitHub checks a branch
// out when a job starts, so that a branch which is moved under a run trains other code.

// others says what becomes of trainings on the branch that are not ours.
type others struct {
	wait    time.Duration // how long they are waited for
	replace string        // where a training that was started is answered that need not be waited for; "" for none
	warn    func(string)
}

func (t Trainer) others() others {
	if t.Replace != "" {
		return others{replace: t.Replace, warn: t.warn}
	}
	return others{wait: t.timeout(), warn: t.warn}
}

// waitForOthers waits until no training is under way on the branch, and refuses with the
// address of one that outlasts the wait.
func (u *branchUpdate) waitForOthers(ctx context.Context, head string, there branchState) error {
	if u.plan.Workflow == "" {
		return nil
	}
	name, err := workflowFileName(u.plan.Workflow)
	if err != nil {
		return err
	}
	began, shown := u.c.Now(), ""
	for {
		page, err := u.underWay(ctx, name, head, there)
		watched := u.c.Now().Sub(began)
		switch {
		case err != nil && !github.OutcomeUnknown(err):
			return err
		case err == nil && page == "":
			if shown != "" && u.others.warn != nil {
				u.others.warn(fmt.Sprintf("the training waited %s for another one on %s: %s", watched.Round(time.Second), u.plan.Branch, shown))
			}
			return nil
		case watched >= u.others.wait && err != nil: // whether there is one is not known
			return err
		case watched >= u.others.wait:
			if replaces, err := u.replaces(ctx, there.found); err != nil || replaces {
				return err
			}
			return repro.Doubtf(repro.PipelineNotStarted, "branch %s: a training that another check asked for is under way on it, %s; ask again when it is over, or choose another with --branch", u.plan.Branch, page)
		}
		if page != "" && page != shown {
			shown = page
			u.c.Notify(fmt.Sprintf("branch %s: waiting for a training that another check asked for  %s", u.plan.Branch, page))
		}
		if err := u.c.Sleep(ctx, min(interval(watched), u.others.wait-watched)); err != nil {
			return err
		}
	}
}

// underWay gives the page of a training that is not over on the branch, or will be listed
// yet; "" for none.
func (u *branchUpdate) underWay(ctx context.Context, workflow, head string, there branchState) (page string, err error) {
	op := github.Operation{Name: fmt.Sprintf("look for runs of %s on %s", workflow, u.plan.Branch), Permission: "actions: read"}
	listed, _, err := u.c.API.Actions.ListWorkflowRunsByFileName(github.Polling(ctx), u.c.Owner, u.c.Name, workflow, &gh.ListWorkflowRunsOptions{
		Branch: u.plan.Branch, Event: event, ExcludePullRequests: true, ListOptions: gh.ListOptions{PerPage: 100},
	})
	if err != nil {
		return "", u.c.Explain(op, err)
	}
	dispatched := false
	for _, run := range listed.WorkflowRuns {
		if run.GetHeadBranch() != u.plan.Branch || run.GetEvent() != event {
			continue
		}
		if !ended(run) {
			return u.c.PageURL(fmt.Sprintf("actions/runs/%d", run.GetID())), nil
		}
		dispatched = dispatched || run.GetHeadSHA() == head || run.GetHeadSHA() == there.found
	}
	if age := u.c.ServerTime().Sub(there.at); !dispatched && !there.at.IsZero() && age < runListedWithin {
		return u.c.PageURL("tree/" + u.plan.Branch), nil
	}
	return "", nil
}

// replaces says whether what is under way was started for the same place as this: who
// pushes to a pull request again wants the newer one.
func (u *branchUpdate) replaces(ctx context.Context, found string) (bool, error) {
	if u.others.replace == "" {
		return false, nil
	}
	kept, err := u.c.Git.Ref(ctx, startedRefs+found)
	if err != nil || kept == "" {
		return false, err
	}
	commit, err := u.c.Git.Commit(ctx, kept)
	if err != nil {
		return false, err
	}
	started, err := readStarted(commit.GetMessage())
	return err == nil && started.Answer == u.others.replace, nil
}

// recordDispatch notes that a training on the commit may be this process's own.
func (c *Client) recordDispatch(commit string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked[commit] = true
}

// mayHaveStarted says whether this process dispatched a training on the commit, as far as it knows:
// that nobody may look for it then says nothing of it.
func (c *Client) mayHaveStarted(commit string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.asked[commit]
}

// Owns says whether a training on the change is this check's to stop: it was dispatched
// here, or is collected. Another check that asked for the same one waits for it as well.
func (t Trainer) Owns(change repro.Change) bool {
	return t.Collect != "" || t.Client.mayHaveStarted(head(change))
}
