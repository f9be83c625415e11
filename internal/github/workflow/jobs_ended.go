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
// ended well, nothing was trained. Where one did not, or a step did not, or nobody could look,
// the Detail says so: which one trains is not known. idle are those that train nothing: it does
// not matter whether they ran.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontinue-on-error
func heldToJobs(execution *repro.Execution, jobs []*gh.WorkflowJob, idle map[string]bool, err error) {
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
	left := slices.IndexFunc(jobs, func(job *gh.WorkflowJob) bool { return job.GetConclusion() != "success" && !idle[job.GetName()] })
	step := skippedStep(jobs, idle)
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
	case step != "":
		execution.Detail = step + " did not run" + all
	}
}

// skippedStep names the first step of a job that ran which did not run itself, and may train.
func skippedStep(jobs []*gh.WorkflowJob, idle map[string]bool) string {
	for _, job := range jobs {
		for _, step := range job.Steps {
			if job.GetConclusion() == "success" && step.GetConclusion() == "skipped" && !idle[step.GetName()] {
				return fmt.Sprintf("job %q, step %q", printable.OneLine(job.GetName(), 80), printable.OneLine(step.GetName(), 80))
			}
		}
	}
	return ""
}
