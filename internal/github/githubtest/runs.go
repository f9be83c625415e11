package githubtest

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"time"
)

func (s *Server) listRuns(r *http.Request, c *call) answer {
	q := r.URL.Query()
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []any{}
	for _, run := range slices.Backward(s.runs) {
		if run.Workflow != c.params["workflow_id"] || differs(q.Get("branch"), run.Branch) ||
			differs(q.Get("head_sha"), run.Commit) || differs(q.Get("event"), run.Event) {
			continue
		}
		if run.listings++; run.listings > s.Lag {
			list = append(list, s.runBody(run, false))
		}
	}
	return ok(map[string]any{"total_count": len(list), "workflow_runs": list})
}

func differs(filter, value string) bool { return filter != "" && filter != value }

func (s *Server) findRun(id string) *Run {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, run := range s.runs {
		if strconv.FormatInt(run.ID, 10) == id {
			return run
		}
	}
	return nil
}

// FinishAll waits for all trainings, and has them be over for whoever looks.
func (s *Server) FinishAll() {
	s.wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, run := range s.runs {
		run.looks = max(run.looks, s.Looks+1)
	}
}

// getRun lets a run go on by one look. When it has been looked at often enough,
// the answer waits for the training, so that no test has to.
func (s *Server) getRun(r *http.Request, c *call) answer {
	run := s.findRun(c.params["run_id"])
	if run == nil {
		return notFound()
	}
	s.mu.Lock()
	run.looks++
	over := run.looks > s.Looks
	s.mu.Unlock()
	if over {
		select {
		case <-run.done:
		case <-time.After(20 * time.Second): // less than a client waits for one answer
			over = false
		case <-r.Context().Done():
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return ok(s.runBody(run, over))
}

// Completed gives the payloads of on: workflow_run that GitHub fires for runs that are over.
// For a run that a job's own token dispatched it fires none: what that token causes starts
// no workflow, but for the dispatch itself.
// https://docs.github.com/actions/concepts/security/github_token
// https://github.com/Molecule-AI/molecule-core/pull/2389 has runs of both kinds.
func (s *Server) Completed() (payloads []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, run := range s.runs {
		if run.looks <= s.Looks || run.Conclusion == "" || run.Actor == Bot {
			continue
		}
		body := s.runBody(run, true)
		body["actor"] = s.user(run.Actor)
		text, err := json.Marshal(body)
		if err != nil {
			panic(err)
		}
		payloads = append(payloads, string(text))
	}
	return payloads
}

func (s *Server) runBody(run *Run, look bool) map[string]any {
	body := map[string]any{
		"id": run.ID, "run_number": run.Number, "run_attempt": run.Attempt, "event": run.Event,
		"name": run.Workflow, "path": workflowPath(run.Workflow), "workflow_id": workflowID(run.Workflow),
		"head_branch": run.Branch, "head_sha": run.Commit, "status": "queued", "conclusion": nil,
		"display_title": run.Workflow, "html_url": s.page(fmt.Sprintf("/actions/runs/%d", run.ID)),
		"created_at": run.Created, "run_started_at": run.Created, "updated_at": run.Created.Add(time.Minute),
	}
	if run.looks > 1 {
		body["status"] = "in_progress"
	}
	if (look || run.looks > s.Looks) && run.Conclusion != "" {
		body["status"], body["conclusion"] = "completed", run.Conclusion
		if run.Conclusion == "null" {
			body["conclusion"] = nil
		}
	}
	return body
}

func (s *Server) cancelRun(_ *http.Request, c *call) answer {
	run := s.findRun(c.params["run_id"])
	if run == nil {
		return notFound()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if run.Conclusion != "" && run.looks > s.Looks {
		return refuse(http.StatusConflict, "Cannot cancel a workflow run that is completed.")
	}
	run.Cancelled, run.Conclusion, run.looks = true, "cancelled", s.Looks+1
	return answer{status: http.StatusAccepted, body: map[string]any{}}
}

func (s *Server) listArtifacts(_ *http.Request, c *call) answer {
	run := s.findRun(c.params["run_id"])
	if run == nil {
		return notFound()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []any{}
	for _, a := range run.artifacts {
		list = append(list, map[string]any{
			"id": a.id, "name": a.name, "size_in_bytes": len(a.content), "expired": a.expired,
			"workflow_run": map[string]any{"id": run.ID, "head_sha": run.Commit},
		})
	}
	return ok(map[string]any{"total_count": len(list), "artifacts": list})
}

func (s *Server) getArtifact(_ *http.Request, c *call) answer {
	s.mu.Lock()
	var found *artifact
	for _, run := range s.runs {
		for i := range run.artifacts {
			if strconv.FormatInt(run.artifacts[i].id, 10) == c.params["artifact_id"] {
				found = &run.artifacts[i]
			}
		}
	}
	s.mu.Unlock()
	switch {
	case found == nil:
		return notFound()
	case found.expired:
		return refuse(http.StatusGone, "Artifact has expired")
	}
	return answer{status: http.StatusFound, to: s.offer("/artifacts/"+c.params["artifact_id"], found.content)}
}

// archive makes a zip of files, in the order of their names.
func archive(files map[string][]byte) []byte {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range names {
		entry, err := w.Create(name)
		if err == nil {
			_, err = entry.Write(files[name])
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// UnderWay counts the runs that are not over for whoever looks.
func (s *Server) UnderWay() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, run := range s.runs {
		if run.Conclusion == "" || run.looks <= s.Looks {
			n++
		}
	}
	return n
}
