package githubtest

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Job is what a dispatched training gets: a real checkout of its branch.
type Job struct {
	Dir       string // the checkout; its origin is the repository
	Workflow  string // file name
	Branch    string
	Commit    string
	Inputs    map[string]string
	RunID     int64
	Log       bytes.Buffer                 // becomes the log of the workflow's last job
	Artifacts map[string]map[string][]byte // name -> path in it -> content
	Ends      map[string]string            // conclusions of jobs, by name, and of "JOB/Run dvc repro", where the run's own is not theirs
}

// A Run is a workflow run.
type Run struct {
	ID         int64
	Number     int
	Attempt    int
	Workflow   string
	Branch     string
	Commit     string
	Event      string
	Actor      string // who dispatched it
	Inputs     map[string]string
	Created    time.Time
	Conclusion string // "" until the training ended
	Cancelled  bool

	looks, listings int
	done            chan struct{}
	log             []byte
	artifacts       []artifact
	ends            map[string]string
}

type artifact struct {
	id      int64
	name    string
	content []byte
	expired bool
}

func (s *Server) actionsOperations() map[string]operation {
	actions := repository + "/actions"
	return map[string]operation{
		"GET" + actions + "/workflows/{workflow_id}":                  s.getWorkflow,
		"POST" + actions + "/workflows/{workflow_id}/dispatches":      s.dispatch,
		"GET" + actions + "/workflows/{workflow_id}/runs":             s.listRuns,
		"GET" + actions + "/runs/{run_id}":                            s.getRun,
		"POST" + actions + "/runs/{run_id}/cancel":                    s.cancelRun,
		"GET" + actions + "/runs/{run_id}/jobs":                       s.listJobs,
		"GET" + actions + "/runs/{run_id}/logs":                       s.getLogs,
		"GET" + actions + "/runs/{run_id}/artifacts":                  s.listArtifacts,
		"GET" + actions + "/jobs/{job_id}/logs":                       s.getLog,
		"GET" + actions + "/artifacts/{artifact_id}/{archive_format}": s.getArtifact,
	}
}

// Runs gives copies of all runs, oldest first.
func (s *Server) Runs() []Run {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Run
	for _, run := range s.runs {
		told := *run
		if run.looks <= s.Looks {
			told.Conclusion = "" // what its training comes to is not out yet
		}
		all = append(all, told)
	}
	return all
}

// Finish changes how a run ended: to what a person did, or to a state that no
// training of the double's can reach.
func (s *Server) Finish(id int64, conclusion string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, run := range s.runs {
		if run.ID == id {
			run.Conclusion = conclusion
		}
	}
}

// Rerun makes a run's next attempt the current one.
func (s *Server) Rerun(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, run := range s.runs {
		if run.ID == id {
			run.Attempt++
		}
	}
}

// Forget deletes a run, as a person can.
func (s *Server) Forget(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.runs = slices.DeleteFunc(s.runs, func(run *Run) bool { return run.ID == id })
}

func workflowID(file string) int64 {
	h := fnv.New32a()
	h.Write([]byte(file))
	return int64(h.Sum32()) + 1
}

func workflowPath(file string) string { return ".github/workflows/" + file }

func (s *Server) getWorkflow(_ *http.Request, c *call) answer {
	file := c.params["workflow_id"]
	if s.File(s.DefaultBranch, workflowPath(file)) == nil {
		return notFound()
	}
	s.mu.Lock()
	state := s.workflows[file]
	s.mu.Unlock()
	if state == "" {
		state = "active"
	}
	return ok(map[string]any{"id": workflowID(file), "name": file, "path": workflowPath(file), "state": state})
}

func (s *Server) dispatch(r *http.Request, c *call) answer {
	file := c.params["workflow_id"]
	var want struct {
		Ref     string
		Inputs  map[string]string
		Details bool `json:"return_run_details"`
	}
	decode(c.body, &want)
	sha := s.Head(want.Ref)
	switch {
	case s.File(s.DefaultBranch, workflowPath(file)) == nil:
		return notFound()
	case sha == "":
		return refuse(http.StatusUnprocessableEntity, "No ref found for: %s", want.Ref)
	}
	if problem := undispatchable(s.File(sha, workflowPath(file)), want.Inputs); problem != "" {
		return refuse(http.StatusUnprocessableEntity, "%s", problem)
	}
	run := &Run{
		ID: 9000 + s.next(), Attempt: 1, Workflow: file, Branch: want.Ref, Commit: sha, Event: "workflow_dispatch", Actor: s.Login,
		Inputs: want.Inputs, Created: s.now(), done: make(chan struct{}),
	}
	s.mu.Lock()
	s.runs = append(s.runs, run)
	run.Number = len(s.runs)
	s.mu.Unlock()
	go s.train(run)
	if !want.Details {
		return answer{status: http.StatusNoContent}
	}
	return ok(map[string]any{
		"workflow_run_id": run.ID, "run_url": fmt.Sprintf("%s/actions/runs/%d", s.URL, run.ID),
		"html_url": s.page(fmt.Sprintf("/actions/runs/%d", run.ID)),
	})
}

var inputLine = regexp.MustCompile(`^      ([A-Za-z_][A-Za-z0-9_-]*):`)

// undispatchable reads a workflow as plainly as the tests write theirs: inputs
// are indented by six blanks.
func undispatchable(workflow []byte, inputs map[string]string) string {
	text := string(workflow)
	if !strings.Contains(text, "workflow_dispatch") {
		return "Workflow does not have 'workflow_dispatch' trigger"
	}
	declared := map[string]bool{}
	_, after, _ := strings.Cut(text, "    inputs:\n")
	for _, line := range strings.Split(after, "\n") {
		if m := inputLine.FindStringSubmatch(line); m != nil {
			declared[m[1]] = true
		} else if !strings.HasPrefix(line, "      ") {
			break
		}
	}
	var unexpected []string
	for name := range inputs {
		if !declared[name] {
			unexpected = append(unexpected, strconv.Quote(name))
		}
	}
	if len(unexpected) > 0 {
		slices.Sort(unexpected)
		return "Unexpected inputs provided: [" + strings.Join(unexpected, ", ") + "]"
	}
	return ""
}

// train runs the test's training in a checkout, and keeps what it left.
func (s *Server) train(run *Run) {
	defer close(run.done)
	job := &Job{
		Dir: filepath.Join(s.scratch, fmt.Sprintf("run-%d", run.ID)), Workflow: run.Workflow, Branch: run.Branch,
		Commit: run.Commit, Inputs: run.Inputs, RunID: run.ID, Artifacts: map[string]map[string][]byte{},
	}
	conclusion := "success"
	if s.Train != nil {
		if !s.NoCheckout {
			if err := s.checkout(job.Dir, run.Branch, run.Commit); err != nil {
				s.violate(err)
			}
		}
		ctx, cancel := context.WithCancel(s.ctx)
		conclusion = s.Train(ctx, job)
		cancel()
		os.RemoveAll(job.Dir)
	}
	var artifacts []artifact
	for name, files := range job.Artifacts {
		artifacts = append(artifacts, artifact{id: 500 + s.next(), name: name, content: archive(files)})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !run.Cancelled { // whose training goes on here stays cancelled there
		run.Conclusion = conclusion
	}
	run.log, run.artifacts, run.ends = job.Log.Bytes(), artifacts, job.Ends
}

// Attach gives a run an artifact with exactly this content, zip or not.
func (s *Server) Attach(run int64, name string, content []byte, expired bool) {
	id := 500 + s.next()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.runs {
		if r.ID == run {
			r.artifacts = append(r.artifacts, artifact{id, name, content, expired})
		}
	}
}
