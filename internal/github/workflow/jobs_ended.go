package workflow

import (
	"fmt"
	"slices"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// heldToJobs holds a run that ended well against its jobs: with continue-on-error it does so
// whatever became of them, and a job whose condition is not met is no failure. Where none
// ended well, nothing was trained. Where one did not, or nobody could look, the Detail says
// so: which job trains is not known.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontinue-on-error
func heldToJobs(execution *repro.Execution, jobs []*gh.WorkflowJob, err error) {
	const all = ", and the run counts as successful all the same"
	ran, bad := 0, -1
	for i, job := range jobs {
		switch {
		case endedBadly(job.GetConclusion()) || slices.ContainsFunc(job.Steps, func(step *gh.TaskStep) bool { return endedBadly(step.GetConclusion()) }):
			if bad < 0 {
				bad = i
			}
		case job.GetConclusion() == "success":
			ran++
		}
	}
	left := slices.IndexFunc(jobs, func(job *gh.WorkflowJob) bool { return job.GetConclusion() != "success" })
	switch {
	case err != nil:
		execution.Detail = "its jobs could not be listed"
	case bad >= 0 && ran == 0: // which one follows
		execution.Status, execution.Detail = repro.ExecFailed, "the run counts as successful, and no job of it succeeded"
	case bad >= 0:
		execution.Detail = failedStep(jobs[bad]) + " failed" + all
	case ran == 0:
		execution.Status, execution.Detail = repro.ExecNotStarted, "none of its jobs ran"+all
	case left >= 0:
		execution.Detail = fmt.Sprintf("job %q did not run", printable.OneLine(jobs[left].GetName(), 80)) + all
	}
}
