package action

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// trainings are what can become of a training, and of the branch that it is on.
var trainings = []story{
	{"pull_request", "the training fails", func(t *testing.T, s *stage) {
		s.fail = true
		s.marked(t)
	}},
	{"pull_request", "a person cancels it", concludes("cancelled")},
	{"pull_request", "its own time runs out", concludes("timed_out")},
	{"pull_request", "it is not started: startup_failure", concludes("startup_failure")},
	{"pull_request", "it waits for an approval: action_required", concludes("action_required")},
	{"pull_request", "it ends neutral", concludes("neutral")},
	{"pull_request", "it is skipped", concludes("skipped")},
	{"pull_request", "it is stale", concludes("stale")},
	{"pull_request", "it outlasts the check's timeout", func(t *testing.T, s *stage) {
		s.Looks = 100_000
		s.say("timeout=10m")
		s.marked(t)
	}},
	{"pull_request", "no reproduce_context in the workflow", func(t *testing.T, s *stage) {
		s.Push("main", map[string][]byte{".github/workflows/train.yml": []byte(strings.Replace(trainWorkflow, "reproduce_context", "seed", 1))})
		s.say("code-ref=head")
		s.env["GITHUB_SHA"] = s.Head("main")
		s.marked(t)
	}},
	{"pull_request", "it came back, and now there is no such version", func(t *testing.T, s *stage) {
		s.marked(t)
		s.env["GITHUB_RUN_ID"] = "78"
		s.say("version=9")
		s.job(t)
	}},
	{"pull_request", "its tolerances leave no metric to judge", func(t *testing.T, s *stage) {
		s.say("tolerances=*: report")
		s.marked(t)
	}},
	{"pull_request", "no run in MLflow, and no artifact", func(t *testing.T, s *stage) {
		s.leave = func(*githubtest.Job) error { return nil }
		s.marked(t)
	}},
	{"pull_request", "its numbers are in an artifact", func(t *testing.T, s *stage) {
		s.leave = attachMetrics
		s.say("metrics=accuracy\nf1_score\nlog_loss")
		s.marked(t)
	}},
	{"pull_request", "its numbers are in an artifact that has expired", func(t *testing.T, s *stage) {
		s.leave = func(*githubtest.Job) error { return nil }
		s.Between("GET"+repository+"/actions/runs/{run_id}/artifacts", func() { s.Attach(s.Runs()[0].ID, "metrics", nil, true) })
		s.marked(t)
	}},
	{"pull_request", "its log has three megabytes", func(t *testing.T, s *stage) {
		s.leave = func(job *githubtest.Job) error {
			job.Log.Write(bytes.Repeat([]byte("epoch 1 of 100000: loss 0.123456789\n"), 3<<20/36))
			return attachMetrics(job)
		}
		s.say("metrics=accuracy\nf1_score\nlog_loss")
		s.marked(t)
	}},
	{"pull_request", "its log is gone", func(t *testing.T, s *stage) {
		s.LogArchive = func(map[string][]byte) []byte { return nil }
		s.marked(t)
	}},
	{"pull_request", "somebody runs the training again", func(t *testing.T, s *stage) {
		s.Between("GET"+repository+"/actions/runs/{run_id}", func() {
			if run := s.Runs()[0]; run.Attempt == 1 {
				s.Rerun(run.ID)
			}
		})
		s.marked(t)
	}},
	{"pull_request", "the job is run again", func(t *testing.T, s *stage) {
		s.marked(t)
		s.env["GITHUB_RUN_ATTEMPT"] = "2"
		s.job(t)
	}},
	{"pull_request", "it fails, and the job is run again", func(t *testing.T, s *stage) {
		s.fail = true
		s.marked(t)
		s.fail, s.env["GITHUB_RUN_ATTEMPT"] = false, "2"
		s.job(t)
	}},
	{"pull_request", "the branch is there, and somebody else's", func(t *testing.T, s *stage) {
		s.Push("reproduce/iris-classifier/v1", map[string][]byte{"notes.md": []byte("mine\n")})
		s.marked(t)
	}},
	{"pull_request", "the branch holds an older attempt, and is protected", func(t *testing.T, s *stage) {
		s.fail = true
		s.marked(t)
		s.fail = false
		s.Protect("reproduce/iris-classifier/v1")
		s.job(t)
	}},
	{"pull_request", "two jobs write about two versions", func(t *testing.T, s *stage) { s.together(t, "1", "2") }},
	{"pull_request", "two jobs write about one version", func(t *testing.T, s *stage) { s.together(t, "2", "2") }},
}

// marked is a job on a pull request that marks its commit.
func (s *stage) marked(t *testing.T) {
	t.Helper()
	s.pull(t)
	s.run(t, "commit-status=true")
}

// concludes is a training that GitHub says ended so.
func concludes(conclusion string) func(*testing.T, *stage) {
	return func(t *testing.T, s *stage) {
		s.ends = conclusion
		s.marked(t)
	}
}

// together runs a job for each version, at the same time.
func (s *stage) together(t *testing.T, versions ...string) {
	t.Helper()
	s.races = true
	s.pull(t)
	s.say("commit-status=true", "version="+versions[0])
	others := make([]*fixture, len(versions)-1)
	var wait sync.WaitGroup
	codes := make([]int, len(versions))
	for i, version := range versions[1:] {
		others[i] = s.beside(t)
		others[i].env["INPUT_VERSION"] = version
		wait.Go(func() { codes[i+1] = others[i].step(t.Context()) })
	}
	codes[0] = s.step(t.Context())
	wait.Wait()
	for _, code := range codes {
		s.exits = append(s.exits, fmt.Sprint(code))
	}
}

// beside is another job of the same repository. Its second takes a fortieth of one: within the
// minutes for which it waits for a run the first has dispatched it, on a busy machine too.
func (s *fixture) beside(t *testing.T) *fixture {
	t.Helper()
	other := &fixture{Server: s.Server, dir: t.TempDir(), store: s.store, env: map[string]string{}, pace: 25 * time.Millisecond}
	for name, value := range s.env {
		other.env[name] = value
	}
	other.env["GITHUB_OUTPUT"], other.env["GITHUB_STEP_SUMMARY"] = filepath.Join(other.dir, "output"), filepath.Join(other.dir, "summary")
	return other
}
