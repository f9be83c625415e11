package githubtest

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// jobIDs is the distance between the ids of a run's jobs.
const jobIDs = 100_000

var jobLine = regexp.MustCompile(`(?m)^  ([A-Za-z_][A-Za-z0-9_-]*):`)

// jobs gives the names of a run's jobs, as its workflow's file has them:
// indented by two blanks, below jobs.
func (s *Server) jobs(run *Run) []string {
	_, after, _ := strings.Cut(string(s.File(run.Commit, workflowPath(run.Workflow))), "\njobs:\n")
	var names []string
	for _, found := range jobLine.FindAllStringSubmatch(after, -1) {
		names = append(names, found[1])
	}
	if len(names) == 0 {
		return []string{"train"}
	}
	return names
}

func (s *Server) listJobs(_ *http.Request, c *call) answer {
	run := s.findRun(c.params["run_id"])
	if run == nil {
		return notFound()
	}
	names := s.jobs(run)
	s.mu.Lock()
	defer s.mu.Unlock()
	jobs := []any{}
	for i, name := range names {
		conclusion := run.Conclusion
		if i < len(names)-1 {
			conclusion = "success" // the last is the one that trains
		}
		if own, said := run.ends[name]; said {
			conclusion = own
		}
		step := conclusion
		if own, said := run.ends[name+"/Run dvc repro"]; said {
			step = own
		}
		job := map[string]any{
			"id": run.ID + int64(i+1)*jobIDs, "run_id": run.ID, "run_attempt": run.Attempt, "name": name, "status": "completed",
			"conclusion": conclusion, "head_sha": run.Commit,
			"steps": []any{
				map[string]any{"name": "Set up job", "status": "completed", "conclusion": "success", "number": 1},
				map[string]any{"name": "Run dvc repro", "status": "completed", "conclusion": step, "number": 2},
			},
		}
		if !slices.Contains([]string{"success", "failure", "neutral", "cancelled", "skipped", "timed_out", "action_required"}, conclusion) {
			job["conclusion"] = nil
			job["steps"] = []any{}
		}
		jobs = append(jobs, job)
	}
	return ok(map[string]any{"total_count": len(jobs), "jobs": jobs})
}

func (s *Server) getLog(_ *http.Request, c *call) answer {
	id, _ := strconv.ParseInt(c.params["job_id"], 10, 64)
	run := s.findRun(strconv.FormatInt(id%jobIDs, 10))
	if run == nil {
		return notFound()
	}
	return answer{status: http.StatusFound, to: s.offer(fmt.Sprintf("/logs/%d", id), s.logOf(run, int(id/jobIDs)-1))}
}

// getLogs gives all logs in one archive: each job's as a whole, and step by
// step once more.
// https://github.com/cli/cli/blob/trunk/pkg/cmd/run/view/logs.go
func (s *Server) getLogs(_ *http.Request, c *call) answer {
	run := s.findRun(c.params["run_id"])
	if run == nil {
		return notFound()
	}
	files := map[string][]byte{}
	for i, name := range s.jobs(run) {
		files[fmt.Sprintf("%d_%s.txt", i, name)] = s.logOf(run, i)
		files[name+"/2_Run dvc repro.txt"] = s.logOf(run, i)
		files[name+"/system.txt"] = stamped("Job is waiting for a runner")
	}
	content := archive(files)
	if s.LogArchive != nil {
		content = s.LogArchive(files)
	}
	if content == nil {
		return notFound()
	}
	return answer{status: http.StatusFound, to: s.offer(fmt.Sprintf("/archives/%d", run.ID), content)}
}

// logOf gives a job's log. What the training said is in the last job's.
func (s *Server) logOf(run *Run, job int) []byte {
	names := s.jobs(run)
	s.mu.Lock()
	text := string(run.log)
	s.mu.Unlock()
	if job < len(names)-1 {
		text = "nothing to train in " + names[job]
	}
	return stamped(text)
}

// stamped puts GitHub's time before each line.
func stamped(text string) []byte {
	var log bytes.Buffer
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		fmt.Fprintf(&log, "2026-11-20T12:00:00.1234567Z %s\n", line)
	}
	return log.Bytes()
}
