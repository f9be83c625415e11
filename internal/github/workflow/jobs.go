package workflow

import (
	"context"
	"errors"
	"fmt"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	jobLimit = 20 // jobs of one run whose logs are read one by one
	jobPages = 10 // of a hundred jobs
)

// describeJobs adds to an execution what its jobs say: the job and step that failed,
// and the last lines of its log. Every line of every log that is read goes to
// onLine. A log that cannot be had takes nothing away from the outcome: the error is for
// a warning. Where the jobs cannot be had, the outcome is the whole run's alone.
//
// GitHub gives the logs of all jobs in one archive, which now and then lacks
// one. It stands for them where every job that ran is in it: as many as the
// workflow's file says that a run has, or else as were listed.
func (c *Client) describeJobs(ctx context.Context, s runFilter, id int64, execution *repro.Execution, onLine func(string)) error {
	well := execution.Status == repro.ExecSucceeded && execution.Attempt == 1
	file := c.workflowOf(s)
	if well && len(file.jobs) > 0 && c.readRunLogs(ctx, id, len(file.jobs), file.jobs, execution, onLine) == nil {
		return nil // all of them ended well, or the run would not have
	}
	jobs, err := c.jobs(ctx, id)
	if execution.Status == repro.ExecSucceeded {
		heldToJobs(execution, jobs, file.idle, err)
	}
	if err != nil {
		return err
	}
	if ran := succeededJobs(jobs); well && ran != len(file.jobs) && ran > 1 && c.readRunLogs(ctx, id, ran, nil, execution, onLine) == nil {
		return nil
	}
	return c.readJobLogs(ctx, jobs, execution, onLine)
}

// readRunLogs reads the logs of all jobs out of the run's archive, or none of them.
func (c *Client) readRunLogs(ctx context.Context, id int64, jobs int, names []string, execution *repro.Execution, onLine func(string)) error {
	tail, err := c.logs(ctx, id, jobs, names, onLine)
	if err == nil {
		execution.Log = tail
	}
	return err
}

// readJobLogs reads the jobs' logs one by one.
func (c *Client) readJobLogs(ctx context.Context, jobs []*gh.WorkflowJob, execution *repro.Execution, onLine func(string)) (err error) {
	failed, unread := false, 0
	for i, job := range jobs {
		bad := job.GetConclusion() != "success" && job.GetConclusion() != "skipped"
		if bad && !failed && execution.Status != repro.ExecSucceeded {
			if execution.Detail != "" {
				execution.Detail += ", "
			}
			execution.Detail += failedStep(job)
		}
		if job.GetConclusion() == "skipped" {
			continue
		}
		if i >= jobLimit {
			unread++
			continue
		}
		tail, logErr := c.log(ctx, job, onLine)
		err = errors.Join(err, logErr)
		if len(tail) > 0 && (bad && !failed || !bad && !failed) {
			execution.Log = tail // of the job that failed first, else of the last
		}
		failed = failed || bad
	}
	if unread > 0 && execution.Status == repro.ExecSucceeded && execution.Detail == "" {
		execution.Detail = fmt.Sprintf("the logs of %d of its %d jobs were not read", unread, len(jobs))
	}
	return err
}

// workflowOf is what the file of a run's workflow says; nothing where it was not read.
func (c *Client) workflowOf(s runFilter) workflowSpec {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.files[s.workflow+"@"+s.commit]
}

// succeededJobs counts the jobs that ran, if all of them ended well; else it is 0.
func succeededJobs(jobs []*gh.WorkflowJob) (ran int) {
	for _, job := range jobs {
		switch job.GetConclusion() {
		case "skipped":
		case "success":
			ran++
		default:
			return 0
		}
	}
	return ran
}

func (c *Client) jobs(ctx context.Context, id int64) ([]*gh.WorkflowJob, error) {
	op := github.Operation{Name: fmt.Sprintf("list the jobs of run %d", id), Permission: "actions: read"}
	var all []*gh.WorkflowJob
	for page := 1; page <= jobPages; page++ {
		jobs, resp, err := c.API.Actions.ListWorkflowJobs(ctx, c.Owner, c.Name, id, &gh.ListWorkflowJobsOptions{
			Filter: "latest", ListOptions: gh.ListOptions{Page: page, PerPage: 100},
		})
		if err != nil {
			return nil, c.Explain(op, err)
		}
		for _, job := range jobs.Jobs {
			if job.GetID() == 0 || job.GetRunID() != id {
				return nil, op.Unexpected("a job of another run")
			}
		}
		if all = append(all, jobs.Jobs...); resp.NextPage == 0 {
			return all, nil
		}
	}
	return nil, fmt.Errorf("%s: more than %d", op.Name, jobPages*100)
}

// failedStep names the job that failed, and its step.
func failedStep(job *gh.WorkflowJob) string {
	text := fmt.Sprintf("job %q", printable.OneLine(job.GetName(), 80))
	for _, step := range job.Steps {
		if endedBadly(step.GetConclusion()) {
			return text + fmt.Sprintf(", step %q", printable.OneLine(step.GetName(), 80))
		}
	}
	return text
}

func endedBadly(conclusion string) bool {
	return conclusion == "failure" || conclusion == "cancelled" || conclusion == "timed_out"
}
