package action

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// permissionStories are what the job's token may do. Where the workflow does not say, GitHub
// refuses; where it does, nothing is asked that would be.
var permissionStories = []story{
	{"pull_request", "all of them, said in the workflow", lacking("yes")},
	{"pull_request", "none, said in the workflow", lacking("yes", "contents", "actions", "pull-requests", "statuses")},
	{"pull_request", "none, and the workflow does not say", func(t *testing.T, s *stage) {
		s.Refuse("GET"+repository+"/git/trees/{tree_sha}", http.StatusNotFound, "Not Found", -1)
		lacking("", "contents", "actions", "pull-requests", "statuses")(t, s)
	}},
	{"pull_request", "no contents: write, said in the workflow", lacking("yes", "contents")},
	{"pull_request", "no contents: write", lacking("", "contents")},
	{"pull_request", "no actions: write, said in the workflow", lacking("yes", "actions")},
	{"pull_request", "no actions: write", lacking("", "actions")},
	{"pull_request", "no actions: read", func(t *testing.T, s *stage) {
		s.Deny("GET"+repository+"/actions/workflows/{workflow_id}", "")
		lacking("", "actions")(t, s)
	}},
	{"pull_request", "no pull-requests: write, said in the workflow", lacking("yes", "pull-requests")},
	{"pull_request", "no pull-requests: write", lacking("", "pull-requests")},
	{"pull_request", "no statuses: write, said in the workflow", lacking("yes", "statuses")},
	{"pull_request", "no statuses: write", lacking("", "statuses")},
	{"pull_request", "the token has expired", func(t *testing.T, s *stage) {
		s.Refuse(githubtest.Every, http.StatusUnauthorized, "Bad credentials", -1)
		s.marked(t)
	}},
	{"pull_request", "the token expires while it trains", func(t *testing.T, s *stage) {
		s.Between("GET"+repository+"/actions/runs/{run_id}", func() {
			s.Refuse(githubtest.Every, http.StatusUnauthorized, "Bad credentials", -1)
		})
		s.marked(t)
	}},
	{"issue_comment", "no pull-requests: write", func(t *testing.T, s *stage) {
		s.deny("pull-requests")
		s.asked(t, "write", "/reproduce iris-classifier 1")
	}},
}

const repository = " /repos/{owner}/{repo}"

// writes are the operations that a check writes with, by the permission that they take.
var writes = map[string][]string{
	"contents": {"POST" + repository + "/git/trees", "POST" + repository + "/git/blobs", "POST" + repository + "/git/commits", "POST" + repository + "/git/refs"},
	"actions":  {"POST" + repository + "/actions/workflows/{workflow_id}/dispatches"},
	"pull-requests": {"POST" + repository + "/issues/{issue_number}/comments", "PATCH" + repository + "/issues/comments/{comment_id}",
		"POST" + repository + "/issues/comments/{comment_id}/reactions"},
	"statuses": {"POST" + repository + "/statuses/{sha}"},
}

// deny takes permissions from the job's token.
func (s *stage) deny(permissions ...string) {
	for _, permission := range permissions {
		for _, key := range writes[permission] {
			s.Deny(key, "")
		}
	}
}

// readOnly takes all that writes from it.
func (s *stage) readOnly() { s.deny("contents", "actions", "pull-requests", "statuses") }

// lacking is a check whose token lacks permissions to write, as the job's permissions key
// says where said is not empty.
func lacking(said string, permissions ...string) func(*testing.T, *stage) {
	return func(t *testing.T, s *stage) {
		if said != "" {
			var lines strings.Builder
			lines.WriteString("    permissions:\n      packages: read\n")
			for _, permission := range slices.Sorted(maps.Keys(writes)) {
				if !slices.Contains(permissions, permission) {
					fmt.Fprintf(&lines, "      %s: write\n", permission)
				}
			}
			s.checking(t, lines.String())
			s.env["GITHUB_SHA"] = s.Head("main")
		}
		s.deny(permissions...)
		s.marked(t)
	}
}

// refusals are what GitHub may answer where a training is dispatched, and where its result is
// said.
var refusals = answers()

func answers() (all []story) {
	for _, at := range []struct{ name, key string }{
		{"dispatch", "POST" + repository + "/actions/workflows/{workflow_id}/dispatches"},
		{"comment", "POST" + repository + "/issues/{issue_number}/comments"},
		{"status", "POST" + repository + "/statuses/{sha}"},
	} {
		for _, a := range []struct {
			status  int
			message string
			times   int
		}{
			{403, "Resource not accessible by integration", -1},
			{404, "Not Found", -1},
			{409, "Conflict", -1},
			{422, "Validation Failed", -1},
			{429, "Too many requests", 1},
			{429, "Too many requests", -1},
			{403, "You have exceeded a secondary rate limit", -1},
			{503, "Service Unavailable", 1},
			{503, "Service Unavailable", -1},
		} {
			often := ""
			switch {
			case a.times == 1:
				often = ", once"
			case a.status == 429 || a.status == 503:
				often = ", always"
			case a.times < 0 && strings.Contains(a.message, "rate limit"):
				often = ", a secondary rate limit, always"
			}
			all = append(all, story{"pull_request", fmt.Sprintf("%d at the %s%s", a.status, at.name, often), func(t *testing.T, s *stage) {
				s.Refuse(at.key, a.status, a.message, a.times)
				s.marked(t)
			}})
		}
	}
	return append(all,
		story{"pull_request", "422 at the dispatch: no such input", func(t *testing.T, s *stage) {
			s.say("workflow-inputs=seed=3")
			s.marked(t)
		}},
		story{"pull_request", "the workflow is switched off", func(t *testing.T, s *stage) {
			s.SetWorkflow("train.yml", "disabled_manually")
			s.marked(t)
		}},
		story{"pull_request", "there is no such workflow", func(t *testing.T, s *stage) {
			s.say("workflow=training.yml")
			s.marked(t)
		}},
	)
}
