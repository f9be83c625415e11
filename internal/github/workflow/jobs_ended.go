package workflow

import (
	"fmt"
	"slices"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// heldToJobs holds a run that ended well against its jobs: with continue-on-error it does so
// whatever became of them, and a job whose condition is not met is no failure. Where none
// ended well, nothing was trained. Where one did not, or nobody could look, the Detail says
// so. A job that was skipped after one that ran, as what deploys a model is, says nothing.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontinue-on-error
func heldToJobs(execution *repro.Execution, jobs []*gh.WorkflowJob, err error, after map[string][]string) {
	const all = ", and the run counts as successful all the same"
	var ran []string
	bad := -1
	for i, job := range jobs {
		switch {
		case endedBadly(job.GetConclusion()) || slices.ContainsFunc(job.Steps, func(step *gh.TaskStep) bool { return endedBadly(step.GetConclusion()) }):
			if bad < 0 {
				bad = i
			}
		case job.GetConclusion() == "success":
			ran = append(ran, job.GetName())
		}
	}
	left := slices.IndexFunc(jobs, func(job *gh.WorkflowJob) bool {
		follows := slices.ContainsFunc(after[job.GetName()], func(name string) bool { return slices.Contains(ran, name) })
		return job.GetConclusion() != "success" && !follows
	})
	switch {
	case err != nil:
		execution.Detail = "its jobs could not be listed"
	case bad >= 0 && len(ran) == 0: // which one follows
		execution.Status, execution.Detail = repro.ExecFailed, "the run counts as successful, and no job of it succeeded"
	case bad >= 0:
		execution.Detail = failedStep(jobs[bad]) + " failed" + all
	case len(ran) == 0:
		execution.Status, execution.Detail = repro.ExecNotStarted, "none of its jobs ran"+all
	case left >= 0:
		execution.Detail = fmt.Sprintf("job %q did not run", printable.OneLine(jobs[left].GetName(), 80)) + all
	}
}

// jobsAfter gives for each job of a workflow's file, by the name that people see, those that
// it needs, and those that these need.
func jobsAfter(jobs *doc.Node) map[string][]string {
	seen := map[string]string{}
	for i, key := range jobs.Keys {
		if seen[key.Text] = scalar(jobs.Values[i].Get("name")); seen[key.Text] == "" {
			seen[key.Text] = key.Text
		}
	}
	after := map[string][]string{}
	for i, key := range jobs.Keys {
		before := needs(jobs.Values[i])
		for at := 0; at < len(before); at++ { // it grows meanwhile
			for _, name := range needs(jobs.Get(before[at])) {
				if !slices.Contains(before, name) {
					before = append(before, name)
				}
			}
		}
		for _, name := range before {
			after[seen[key.Text]] = append(after[seen[key.Text]], seen[name])
		}
	}
	return after
}

// needs are the jobs that one waits for: a name, or a list of them.
func needs(job *doc.Node) (names []string) {
	node := job.Get("needs")
	if name := scalar(node); name != "" {
		return []string{name}
	}
	for _, item := range node.Items() {
		names = append(names, scalar(item))
	}
	return names
}
