package action

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// evil pushes a commit of a stranger's fork that GitHub shows in this repository too.
func (s *stage) evil(t *testing.T) (head string) {
	t.Helper()
	files := s.files(t, "")
	files["evil.txt"] = []byte("evil")
	head = s.Push("feature", files)
	s.Open(githubtest.Pull{Number: 12, Head: head, Base: "main", Fork: true})
	return head
}

// trainedEvil says whether a training ran with the fork's code.
func (s *stage) trainedEvil() bool {
	for _, run := range s.Runs() {
		if len(s.File(run.Commit, "evil.txt")) > 0 {
			return true
		}
	}
	return false
}

// TestStep_workflowRunOfAFork: a job that follows a run of a fork's commit is no way around
// what a fork's pull request is refused.
func TestStep_workflowRunOfAFork(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		head    string // the payload's head_repository
		ref     string // code-ref; "" for the head itself
		trained bool   // a training runs
	}{
		"a stranger's":                    {`{"full_name":"stranger/churn"}`, "", false},
		"a fork that is gone":             {`null`, "", false},
		"one without a name":              {`{}`, "", false},
		"a stranger's, the original code": {`{"full_name":"stranger/churn"}`, "original", true},
		"the project's own":               {`{"full_name":"Octo/Churn"}`, "head", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &stage{fixture: newFixture(t)}
			s.say("version=1")
			head := s.evil(t)
			s.on(t, "workflow_run", "action", `"completed"`, "workflow_run",
				fmt.Sprintf(`{"id":5,"event":"pull_request","head_sha":%q,"head_branch":"feature","head_repository":%s,"pull_requests":[]}`, head, tt.head))
			s.run(t, "code-ref="+or(tt.ref, head))
			if s.trainedEvil() || (len(s.Runs()) > 0) != tt.trained {
				t.Errorf("exit code %s, runs %+v\n%s", s.exits[0], s.Runs(), s.log.String())
			}
			if out := s.outputs(t); !tt.trained && out["reason"] != "fork-without-secrets" {
				t.Errorf("outputs %v", out)
			}
		})
	}
}

// TestStep_commentOnAFork: a fork's code is trained only where the comment names its commit,
// whole, whatever the workflow's code-ref says.
func TestStep_commentOnAFork(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		own     bool   // the pull request is no fork's
		input   string // code-ref of the workflow; HEAD is pushed after the comment
		flag    string // of the comment; HEAD as well
		command string
		exit    string
		evil    bool
	}{
		"the workflow names it":            {false, "HEAD", "", "run", "2", false},
		"the workflow names it, and start": {false, "HEAD", "", "start", "2", false},
		"the workflow names a branch":      {false, "feature", "", "run", "2", false},
		"the workflow names its ref":       {false, "refs/pull/12/head", "", "run", "2", false},
		"the comment names 7 digits":       {false, "", "SHORT", "run", "2", false},
		"the comment names a branch":       {false, "", "feature", "run", "2", false},
		"the comment names the commit":     {false, "", "HEAD", "run", "0", true},
		"nobody names one":                 {false, "", "", "run", "0", false},
		"the default branch":               {false, "head", "", "run", "0", false},
		"no fork":                          {true, "HEAD", "", "run", "0", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &stage{fixture: newFixture(t)}
			s.Permit("ada", "write")
			s.comment(t, "ada", "/reproduce iris-classifier 1")
			head := s.evil(t)
			if tt.own {
				s.Open(githubtest.Pull{Number: 12, Head: head, Base: "main"})
			}
			fill := strings.NewReplacer("HEAD", head, "SHORT", head[:7])
			if tt.flag != "" {
				s.comment(t, "ada", "/reproduce iris-classifier 1 --code-ref "+fill.Replace(tt.flag))
				s.Push("feature", map[string][]byte{"evil.txt": []byte("evil")})
				s.Open(githubtest.Pull{Number: 12, Head: head, Base: "main", Fork: true})
			}
			s.env["GITHUB_REF"] = "refs/heads/main"
			s.run(t, "command="+tt.command, "model=", "version=", "code-ref="+fill.Replace(tt.input))
			if s.exits[0] != tt.exit || s.trainedEvil() != tt.evil {
				t.Errorf("exit code %s, the fork's code was trained: %v\n%s", s.exits[0], s.trainedEvil(), s.log.String())
			}
			if said := strings.Join(s.answers(), ""); tt.exit == "2" && !strings.Contains(said, "all digits of it") {
				t.Errorf("the answer is %q", said)
			}
		})
	}
}
