package workflow

import (
	"context"
	"fmt"
	"strconv"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	defaultTimeout = 330 * time.Minute // below the six hours that a job and its token live on GitHub's runners
	notFoundLimit  = 5                 // looks at a run that is not there any more
)

// interval is the pause before the next look at a run, by how long it has been
// watched. With entity tags most looks cost nothing.
func interval(watched time.Duration) time.Duration {
	switch {
	case watched < 5*time.Minute:
		return 15 * time.Second
	case watched < 20*time.Minute:
		return 30 * time.Second
	default:
		return time.Minute
	}
}

// watch waits for one run until it ends, or for at most timeout, and leaves it
// alone then. What stops the looking for good is an error; an outage is not. The
// Execution names the run in every case.
func (c *Client) watch(ctx context.Context, s runFilter, id int64, timeout time.Duration) (repro.Execution, error) {
	execution := repro.Execution{
		ID: strconv.FormatInt(id, 10), Name: fmt.Sprintf("%s run %d", s.workflow, id),
		URL: c.PageURL("actions/runs/" + strconv.FormatInt(id, 10)),
	}
	began := c.Now()
	notFound, shown := 0, ""
	for {
		run, err := c.run(github.Polling(ctx), s, id)
		switch {
		case err == nil:
			notFound = 0
			describe(&execution, s, run)
			if ended(run) {
				return execution, nil
			}
			if shown != run.GetStatus() {
				shown = run.GetStatus()
				c.Notify(fmt.Sprintf("%s: %s  %s", execution.Name, printable.OneLine(shown, 30), execution.URL))
			}
		case github.NotFound(err):
			if notFound++; notFound >= notFoundLimit {
				execution.Status, execution.Detail = repro.ExecCancelled, "the run is gone; somebody deleted it"
				return execution, nil
			}
		case !github.OutcomeUnknown(err):
			return execution, err
		}
		watched := c.Now().Sub(began)
		if watched >= timeout {
			execution.Status = repro.ExecTimedOut
			execution.Detail = fmt.Sprintf("not finished after %s; the run was left alone, go on with: reproduce resume", timeout)
			if err != nil {
				execution.Detail += "; last look: " + printable.OneLine(err.Error(), 200)
			}
			return execution, nil
		}
		if err := c.Sleep(ctx, min(interval(watched), timeout-watched)); err != nil {
			return execution, err
		}
	}
}

// describe copies what a run says of itself. A run that is not over gets no
// status.
func describe(execution *repro.Execution, s runFilter, run *gh.WorkflowRun) {
	execution.Name = fmt.Sprintf("%s run %d", s.workflow, run.GetRunNumber())
	if run.GetHTMLURL() != "" {
		execution.URL = run.GetHTMLURL()
	}
	execution.Attempt = max(run.GetRunAttempt(), 1)
	execution.Started = run.GetRunStartedAt().Time
	if ended(run) {
		execution.Ended = run.GetUpdatedAt().Time
		execution.Status = executionStatus(run.GetConclusion())
		execution.Detail = ""
		if execution.Status != repro.ExecSucceeded {
			execution.Detail = conclusionDetail(run.GetConclusion())
		}
	}
}

// conclusionDetail says what the status does not: a run that failed, was cancelled or took
// too long has said so.
func conclusionDetail(conclusion string) string {
	switch conclusion {
	case "failure", "cancelled", "timed_out":
		return ""
	case "":
		return "completed without a conclusion"
	default:
		return "conclusion " + printable.OneLine(conclusion, 30)
	}
}

// executionStatus translates GitHub's word. Only "success" is one; a word that we do
// not know is a failure.
// https://docs.github.com/rest/checks/runs
func executionStatus(word string) repro.ExecutionStatus {
	switch word {
	case "success":
		return repro.ExecSucceeded
	case "cancelled":
		return repro.ExecCancelled
	case "timed_out":
		return repro.ExecTimedOut
	case "startup_failure", "action_required", "skipped", "stale":
		return repro.ExecNotStarted
	default:
		return repro.ExecFailed
	}
}
