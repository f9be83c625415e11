package workflow

import (
	"errors"
	"testing"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestHeldToJobs: a run that ended well has trained only as far as its jobs ended well.
func TestHeldToJobs(t *testing.T) {
	t.Parallel()
	const all = ", and the run counts as successful all the same"
	for name, tt := range map[string]struct {
		jobs   []*gh.WorkflowJob
		err    error
		idle   string // what trains nothing
		status repro.ExecutionStatus
		detail string
	}{
		"all ended well":              {jobs: []*gh.WorkflowJob{job("fetch", "success"), job("train", "success")}, status: repro.ExecSucceeded},
		"one failed":                  {jobs: []*gh.WorkflowJob{job("fetch", "success"), job("train", "failure")}, status: repro.ExecSucceeded, detail: `job "train" failed` + all},
		"a step failed":               {jobs: []*gh.WorkflowJob{job("fetch", "success"), job("train", "success", "failure")}, status: repro.ExecSucceeded, detail: `job "train", step "fit" failed` + all},
		"a step was skipped":          {jobs: []*gh.WorkflowJob{job("train", "success", "skipped")}, status: repro.ExecSucceeded, detail: `job "train", step "fit" did not run` + all},
		"one that trains nothing":     {jobs: []*gh.WorkflowJob{job("train", "success", "skipped")}, idle: "fit", status: repro.ExecSucceeded},
		"a job that trains nothing":   {jobs: []*gh.WorkflowJob{job("train", "success"), job("tell", "skipped")}, idle: "tell", status: repro.ExecSucceeded},
		"that one failed":             {jobs: []*gh.WorkflowJob{job("train", "success"), job("tell", "failure")}, idle: "tell", status: repro.ExecSucceeded, detail: `job "tell" failed` + all},
		"the only one failed":         {jobs: []*gh.WorkflowJob{job("train", "failure", "failure")}, status: repro.ExecFailed, detail: "the run counts as successful, and no job of it succeeded"},
		"one failed, one was skipped": {jobs: []*gh.WorkflowJob{job("train", "cancelled"), job("deploy", "skipped")}, status: repro.ExecFailed, detail: "the run counts as successful, and no job of it succeeded"},
		"the first was skipped":       {jobs: []*gh.WorkflowJob{job("train", "skipped"), job("lint", "success")}, status: repro.ExecSucceeded, detail: `job "train" did not run` + all},
		"a later one was skipped":     {jobs: []*gh.WorkflowJob{job("train", "success"), job("deploy", "skipped")}, status: repro.ExecSucceeded, detail: `job "deploy" did not run` + all},
		"one that is in no file":      {jobs: []*gh.WorkflowJob{job("train", "success"), job("other", "skipped")}, status: repro.ExecSucceeded, detail: `job "other" did not run` + all},
		"one that is not known":       {jobs: []*gh.WorkflowJob{job("train", "success"), job("other", "neutral")}, status: repro.ExecSucceeded, detail: `job "other" did not run` + all},
		"all were skipped":            {jobs: []*gh.WorkflowJob{job("train", "skipped")}, status: repro.ExecNotStarted, detail: "none of its jobs ran" + all},
		"there is none":               {status: repro.ExecNotStarted, detail: "none of its jobs ran" + all},
		"nobody could look":           {err: errors.New("403"), status: repro.ExecSucceeded, detail: "its jobs could not be listed"},
	} {
		execution := repro.Execution{Status: repro.ExecSucceeded}
		heldToJobs(&execution, tt.jobs, map[string]bool{tt.idle: true}, tt.err)
		if execution.Status != tt.status || execution.Detail != tt.detail {
			t.Errorf("%s: %s, %q; want %s, %q", name, execution.Status, execution.Detail, tt.status, tt.detail)
		}
	}
}

func job(name, conclusion string, steps ...string) *gh.WorkflowJob {
	made := &gh.WorkflowJob{Name: &name, Conclusion: &conclusion}
	for _, step := range steps {
		fit := "fit"
		made.Steps = append(made.Steps, &gh.TaskStep{Name: &fit, Conclusion: &step})
	}
	return made
}
