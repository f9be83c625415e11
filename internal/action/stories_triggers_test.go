package action

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// triggers are the events that a workflow with the action can start on.
var triggers = []story{
	{"workflow_dispatch", "it comes back", func(t *testing.T, s *stage) {
		s.on(t, "workflow_dispatch")
		s.run(t)
	}},
	{"workflow_dispatch", "it drifts", func(t *testing.T, s *stage) {
		s.on(t, "workflow_dispatch")
		s.run(t, "version=2")
	}},
	{"workflow_dispatch", "a dry run", func(t *testing.T, s *stage) {
		s.on(t, "workflow_dispatch")
		s.run(t, "dry-run=true")
	}},
	{"workflow_dispatch", "an input that nobody declared", func(t *testing.T, s *stage) {
		s.on(t, "workflow_dispatch")
		s.run(t, "tolerance=accuracy: 1%")
	}},
	{"workflow_dispatch", "the configuration is called reproduce.yml", func(t *testing.T, s *stage) {
		s.on(t, "workflow_dispatch")
		s.Push("main", map[string][]byte{".github/reproduce.yml": []byte("defaults:\n  fail-on: never\n")})
		s.env["GITHUB_SHA"] = s.Head("main")
		s.job(t)
	}},
	{"workflow_dispatch", "there are reproduce.yaml and reproduce.yml", func(t *testing.T, s *stage) {
		s.on(t, "workflow_dispatch")
		s.Push("main", map[string][]byte{".github/reproduce.yaml": []byte("defaults: {}\n"), ".github/reproduce.yml": []byte("defaults:\n  fail-on: never\n")})
		s.env["GITHUB_SHA"] = s.Head("main")
		s.job(t)
	}},
	{"workflow_dispatch", "no such version", func(t *testing.T, s *stage) {
		s.on(t, "workflow_dispatch")
		s.run(t, "version=9")
	}},
	{"workflow_dispatch", "no MLflow server answers", func(t *testing.T, s *stage) {
		s.on(t, "workflow_dispatch")
		s.run(t, "tracking-uri=http://127.0.0.1:1")
	}},
	{"schedule", "it comes back", func(t *testing.T, s *stage) {
		s.on(t, "schedule")
		s.run(t)
	}},
	{"schedule", "it drifts, with fail-on: never", func(t *testing.T, s *stage) {
		s.on(t, "schedule")
		s.run(t, "version=2", "fail-on=never")
	}},
	{"schedule", "finish, of what start began with the job's token", func(t *testing.T, s *stage) {
		s.begin(t)
		s.FinishAll()
		s.as(t, "finish")
		s.on(t, "schedule")
		s.job(t)
	}},
	{"schedule", "finish, and the training goes on", func(t *testing.T, s *stage) {
		s.Looks = 1000
		s.begin(t)
		s.as(t, "finish")
		s.on(t, "schedule")
		s.job(t)
	}},
	{"schedule", "finish, and its version was deleted meanwhile", func(t *testing.T, s *stage) {
		s.begin(t)
		s.FinishAll()
		if err := os.RemoveAll(filepath.Join(s.store, "models", "iris-classifier", "version-1")); err != nil {
			t.Fatal(err)
		}
		s.as(t, "finish")
		s.on(t, "schedule")
		s.job(t)
		s.job(t)
	}},
	{"pull_request", "it comes back", func(t *testing.T, s *stage) {
		s.pull(t)
		s.run(t, "commit-status=true")
	}},
	{"pull_request", "it drifts", func(t *testing.T, s *stage) {
		s.pull(t)
		s.run(t, "version=2", "commit-status=true")
	}},
	{"pull_request", "its params file is edited", func(t *testing.T, s *stage) {
		s.edited(t)
		s.run(t, "commit-status=true")
	}},
	{"pull_request", "its params file is edited, without a status", func(t *testing.T, s *stage) {
		s.edited(t)
		s.run(t)
	}},
	{"pull_request", "from a fork", func(t *testing.T, s *stage) {
		s.pullRequest(t, true)
		s.readOnly()
		s.run(t, "commit-status=true")
	}},
	{"pull_request", "by Dependabot", func(t *testing.T, s *stage) {
		s.pull(t)
		s.readOnly()
		s.env["GITHUB_ACTOR"], s.env["MLFLOW_TRACKING_PASSWORD"] = "dependabot[bot]", ""
		s.run(t, "commit-status=true")
	}},
	{"pull_request_target", "from a fork, its head", func(t *testing.T, s *stage) {
		s.pullRequest(t, true)
		s.env["GITHUB_EVENT_NAME"] = "pull_request_target"
		s.run(t, "code-ref="+s.Head("feature"))
	}},
	{"pull_request_target", "from a fork, the project's own code", func(t *testing.T, s *stage) {
		s.pullRequest(t, true)
		s.env["GITHUB_EVENT_NAME"] = "pull_request_target"
		s.run(t)
	}},
	{"issue_comment", "a member asks", func(t *testing.T, s *stage) { s.asked(t, "write", "/reproduce iris-classifier 1") }},
	{"issue_comment", "a member asks twice", func(t *testing.T, s *stage) {
		s.asked(t, "write", "/reproduce iris-classifier 1")
		s.asked(t, "write", "/reproduce iris-classifier 2")
	}},
	{"issue_comment", "a member asks, with a status", func(t *testing.T, s *stage) {
		s.say("commit-status=true")
		s.asked(t, "write", "/reproduce iris-classifier 1")
	}},
	{"issue_comment", "a stranger asks", func(t *testing.T, s *stage) { s.asked(t, "", "/reproduce iris-classifier 1") }},
	{"issue_comment", "somebody asks who may only read", func(t *testing.T, s *stage) { s.asked(t, "read", "/reproduce iris-classifier 1") }},
	{"issue_comment", "the model is mistyped", func(t *testing.T, s *stage) { s.asked(t, "write", "/reproduce iris-clasifier 1") }},
	{"issue_comment", "a flag is mistyped", func(t *testing.T, s *stage) { s.asked(t, "write", "/reproduce iris-classifier 1 --repeat 2") }},
	{"issue_comment", "help", func(t *testing.T, s *stage) { s.asked(t, "write", "/reproduce help") }},
	{"issue_comment", "talk", func(t *testing.T, s *stage) { s.asked(t, "write", "has anybody tried /reproduce?") }},
	{"workflow_run", "finish, of what start began with an app's token", func(t *testing.T, s *stage) {
		s.Login = "our-app[bot]"
		s.begin(t)
		s.FinishAll()
		s.as(t, "finish")
		for _, event := range s.Completed() {
			s.on(t, "workflow_run", "action", `"completed"`, "workflow_run", event)
			s.job(t)
		}
	}},
	{"workflow_run", "finish, of what start began with the job's token: GitHub fires nothing", func(t *testing.T, s *stage) {
		s.begin(t)
		s.FinishAll()
		for range s.Completed() {
			t.Error("GitHub fires workflow_run for a run that a job's token dispatched")
		}
	}},
	{"workflow_run", "finish, and nothing was started", func(t *testing.T, s *stage) {
		s.as(t, "finish")
		s.on(t, "workflow_run", "action", `"completed"`, "workflow_run", `{"head_repository":{"full_name":"octo/churn"}}`)
		s.job(t)
	}},
	{"workflow_call", "from a pull request", func(t *testing.T, s *stage) {
		s.pull(t)
		s.env["GITHUB_WORKFLOW_REF"] = "octo/churn/.github/workflows/call.yml@refs/pull/12/merge"
		s.run(t, "commit-status=false", "dry-run=false")
	}},
	{"merge_group", "it comes back", func(t *testing.T, s *stage) {
		s.merge(t, nil)
		s.run(t, "commit-status=true")
	}},
	{"merge_group", "it drifts, and the group widens the tolerances", func(t *testing.T, s *stage) {
		s.merge(t, map[string][]byte{".github/reproduce.yaml": []byte("defaults:\n  tolerances:\n    default: 1000%\n")})
		s.run(t, "version=2", "commit-status=true")
	}},
	{"merge_group", "its payload has no base", func(t *testing.T, s *stage) {
		s.on(t, "merge_group", "merge_group", `{}`)
		s.run(t, "commit-status=true")
	}},
	{"push", "to the default branch", func(t *testing.T, s *stage) {
		s.on(t, "push")
		s.run(t, "commit-status=true")
	}},
	{"push", "to the head of a pull request", func(t *testing.T, s *stage) {
		s.pull(t)
		s.on(t, "push")
		s.env["GITHUB_SHA"], s.env["GITHUB_REF"] = s.Head("feature"), "refs/heads/feature"
		s.run(t, "commit-status=true")
	}},
}

// pull is a pull request of the repository's own.
func (s *stage) pull(t *testing.T) {
	t.Helper()
	s.pullRequest(t, false)
	s.env["GITHUB_REF"] = "refs/pull/12/merge"
}

// edited is a pull request whose code has another value of a param, so that the original's
// has to be written.
func (s *stage) edited(t *testing.T) {
	t.Helper()
	s.pull(t)
	files := s.files(t, "")
	files["params.yaml"] = bytes.Replace(files["params.yaml"], []byte("epochs:        200"), []byte("epochs:        100"), 1)
	s.say("code-ref=" + s.Push("feature", files))
}

// asked is a job for a comment of somebody with this permission; "" for none.
func (s *stage) asked(t *testing.T, permission, comment string) {
	t.Helper()
	if permission != "" {
		s.Permit("ada", permission)
	}
	s.comment(t, "ada", comment)
	s.env["GITHUB_REF"] = "refs/heads/main"
	s.say("model=", "version=")
	s.job(t)
}

// begin is a job on a pull request that starts a training and ends.
func (s *stage) begin(t *testing.T) {
	t.Helper()
	s.pull(t)
	s.as(t, "start", "model=iris-classifier", "version=1", "workflow=train.yml", "commit-status=true")
	s.job(t)
}

// merge is a merge queue's group, of a pull request with these files.
func (s *stage) merge(t *testing.T, files map[string][]byte) {
	t.Helper()
	const branch = "gh-readonly-queue/main/pr-12"
	base := s.Head("main")
	head := s.Push(branch, files)
	s.on(t, "merge_group", "action", `"checks_requested"`, "merge_group",
		fmt.Sprintf(`{"head_sha": %q, "head_ref": "refs/heads/%s", "base_sha": %q, "base_ref": "refs/heads/main"}`, head, branch, base))
	s.env["GITHUB_SHA"], s.env["GITHUB_REF"] = head, "refs/heads/"+branch
}
