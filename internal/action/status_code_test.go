package action

import (
	"strings"
	"testing"
)

// TestStatus_saysOtherCode: a status says first where another commit was trained than the one
// that it is set on, whatever started the check, and does not where its own was.
func TestStatus_saysOtherCode(t *testing.T) {
	t.Parallel()
	pull := func(t *testing.T, s *stage) {
		s.pull(t)
		s.env["GITHUB_SHA"] = s.Push("merge", map[string][]byte{"merged.txt": []byte("yes")}) // GitHub's merge of the pull request
	}
	event := func(name string) func(*testing.T, *stage) {
		return func(t *testing.T, s *stage) {
			s.on(t, name)
			s.env["GITHUB_SHA"] = s.Push("main", map[string][]byte{"later.txt": []byte("yes")})
		}
	}
	for _, tt := range []struct {
		name  string
		begin func(*testing.T, *stage)
		code  string // a branch, for its commit; or what code-ref says
		other bool
	}{
		{"pull_request", pull, "", true},
		{"pull_request", pull, "head", true},
		{"pull_request, of the base", func(t *testing.T, s *stage) { s.pull(t) }, "head", true},
		{"pull_request", pull, "feature", false},
		{"pull_request", pull, "merge", false},
		{"push", event("push"), "", true},
		{"push", event("push"), "main", false},
		{"schedule", event("schedule"), "", true},
		{"schedule", event("schedule"), "head", false},
		{"workflow_dispatch", event("workflow_dispatch"), "original", true},
		{"workflow_dispatch", event("workflow_dispatch"), "main", false},
		{"merge_group", func(t *testing.T, s *stage) { s.merge(t, map[string][]byte{"later.txt": []byte("yes")}) }, "", true},
		{"merge_group", func(t *testing.T, s *stage) { s.merge(t, map[string][]byte{"later.txt": []byte("yes")}) }, "gh-readonly-queue/main/pr-12", false},
		{"finish", func(t *testing.T, s *stage) {
			s.begin(t)
			s.FinishAll()
			s.as(t, "finish")
			s.on(t, "schedule")
			s.job(t)
		}, "-", true},
	} {
		s := &stage{fixture: newFixture(t)}
		s.say("version=1", "commit-status=true")
		tt.begin(t, s)
		if s.Head(tt.code) != "" {
			tt.code = s.Head(tt.code)
		}
		if tt.code != "-" {
			s.run(t, "code-ref="+tt.code)
		}
		all := s.Statuses()
		if len(all) != 2 || all[1].State != "success" || strings.HasPrefix(all[1].Description, "trained the code of ") != tt.other {
			t.Errorf("%s, code-ref %q: %+v\n%s", tt.name, tt.code, all, s.log.String())
		}
	}
}

// TestStatus_ofAComment: a comment's check marks the head of its pull request, and not the
// default branch's, which its event names.
func TestStatus_ofAComment(t *testing.T) {
	t.Parallel()
	for said, other := range map[string]bool{"": true, " --code-ref feature": false} {
		s := &stage{fixture: newFixture(t)}
		s.say("commit-status=true")
		s.asked(t, "write", "/reproduce iris-classifier 2"+said)
		all, head := s.Statuses(), s.Head("feature")
		if len(all) != 2 || all[0].Commit != head || all[1].Commit != head || all[1].State != "failure" || strings.HasPrefix(all[1].Description, "trained the code of ") != other {
			t.Errorf("%q: %+v, want them on %s", said, all, head)
		}
		if sentence := strings.Contains(s.answers()[0], "Trained the code of"); sentence != other {
			t.Errorf("%q: the comment says of other code: %v", said, sentence)
		}
	}
}

// TestStatus_ofNoTraining: a status does not speak of code that was trained where none was.
func TestStatus_ofNoTraining(t *testing.T) {
	t.Parallel()
	for said, ends := range map[string]string{"workflow=nosuch.yml": "", "workflow=train.yml": "startup_failure"} {
		s := &stage{fixture: newFixture(t)}
		s.ends = ends
		s.pull(t)
		s.run(t, "version=1", "commit-status=true", said)
		all := s.Statuses()
		if len(all) != 2 || all[1].State != "error" || strings.Contains(all[1].Description+strings.Join(s.answers(), ""), "rained the code of") {
			t.Errorf("%s: %+v", said, all)
		}
	}
}

// TestRequested_permissionInAnyCase: a permission is read as the other choices are.
func TestRequested_permissionInAnyCase(t *testing.T) {
	t.Parallel()
	for _, said := range []string{"Write", "READ"} {
		s := &stage{fixture: newFixture(t)}
		s.say("version=1", "require-permission="+said)
		s.asked(t, "admin", "/reproduce iris-classifier 1")
		if len(s.Runs()) != 1 || s.exits[0] != "0" {
			t.Errorf("%s: exit %v after %d trainings", said, s.exits, len(s.Runs()))
		}
	}
}
