package action

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// push moves the pull request on, in a workflow run of its own.
func (s *stage) push(t *testing.T, run string) {
	t.Helper()
	head := s.Push("feature", map[string][]byte{"train.py": []byte("raise SystemExit(" + run + ")\n")})
	s.Open(githubtest.Pull{Number: 12, Head: head, Base: "main"})
	s.event(t, "pull_request", map[string]any{
		"number": 12, "repository": pullRequest["repository"],
		"pull_request": map[string]any{
			"number": 12,
			"head":   map[string]any{"sha": head, "ref": "feature", "repo": map[string]any{"full_name": "octo/churn"}},
			"base":   map[string]any{"sha": s.Head("main"), "ref": "main", "repo": map[string]any{"full_name": "octo/churn"}},
		},
	})
	s.env["GITHUB_RUN_ID"] = run
}

// TestNoVerdict_oldGreen: where the latest check of a pull request ends before there is anything
// to judge, neither the comment nor the status of an earlier one stands as if it were its.
func TestNoVerdict_oldGreen(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		version string // of the check that came back
		fails   func(t *testing.T, s *stage)
		why     string
	}{
		"another head, no such alias": {"production", func(t *testing.T, s *stage) { s.push(t, "78"); s.run(t, "version=prodction") }, "alias not found"},
		"an input that nobody declared": {"1", func(t *testing.T, s *stage) {
			s.env["INPUT_TOLERANCE"] = "3"
			s.job(t)
		}, "no such input"},
		"a setting that cannot be read":       {"1", func(t *testing.T, s *stage) { s.run(t, "repeats=many") }, "neither a whole number"},
		"a version that is hostile":           {"production", func(t *testing.T, s *stage) { s.push(t, "78"); s.run(t, "version=--> @octo/team <img> | `x`") }, "write digits, latest"},
		"a version that is none":              {"production", func(t *testing.T, s *stage) { s.push(t, "78"); s.run(t, "version=a\nb") }, "one line, please"},
		"the file cannot be read":             {"1", func(t *testing.T, s *stage) { s.broken(t); s.job(t) }, "no such setting"},
		"start in place of run":               {"1", func(t *testing.T, s *stage) { s.push(t, "78"); s.run(t, "command=start", "model=no-such") }, "-"},
		"start, and the version is not there": {"1", func(t *testing.T, s *stage) { s.push(t, "78"); s.run(t, "command=start", "version=9") }, "version not found"},
	} {
		s := &stage{fixture: newFixture(t)}
		s.pull(t)
		s.run(t, "version="+tt.version, "commit-status=true", "code-ref="+s.Head("feature"))
		if s.exits[0] != "0" || !strings.Contains(s.answers()[0], "### ✅") || s.states() != "pending success" {
			t.Fatalf("%s: at first exit %s, %q, %v", name, s.exits[0], s.states(), s.answers())
		}
		s.say("code-ref=")
		tt.fails(t, s)
		all := s.Statuses()
		last := all[len(all)-1]
		said := strings.Join(s.answers(), "\n")
		if tt.why == "-" { // of another model
			if !strings.Contains(said, "### ✅") {
				t.Errorf("%s: another model's result is gone:\n%s", name, said)
			}
			continue
		}
		if s.exits[1] == "0" || len(s.answers()) != 1 || strings.Contains(said, "✅") || !strings.Contains(said, "### ❓ No verdict: `iris-classifier`") || !strings.Contains(said, tt.why) {
			t.Errorf("%s: exit %s\n%s", name, s.exits[1], said)
		}
		if last.State != "error" || last.Context != "reproduce / iris-classifier" {
			t.Errorf("%s: the status is %+v", name, last)
		}

		delete(s.env, "INPUT_TOLERANCE") // and when it is mended, nothing is left of it
		s.push(t, "79")
		if name == "the file cannot be read" {
			s.Push("main", map[string][]byte{".github/reproduce.yaml": nil})
			s.push(t, "79")
		}
		s.run(t, "command=run", "version="+tt.version, "repeats=", "config=")
		if said := strings.Join(s.answers(), "\n"); s.exits[2] != "0" || len(s.answers()) != 1 || strings.Contains(said, "No verdict") || !strings.Contains(said, "### ✅") {
			t.Errorf("%s, mended: exit %s\n%s\n%s", name, s.exits[2], said, s.log.String())
		}
	}
}

// broken is a configuration with a typo on the base branch.
func (s *stage) broken(t *testing.T) {
	t.Helper()
	s.Push("main", map[string][]byte{".github/reproduce.yaml": []byte("defaults:\n  tolerence: 1%\n")})
	s.push(t, "78")
}

// TestNoVerdict_leavesAlone: what others found stays, and nothing is written where nothing was.
func TestNoVerdict_leavesAlone(t *testing.T) {
	t.Parallel()
	s := &stage{fixture: newFixture(t)} // no comment yet: the failed job is told of by GitHub
	s.pull(t)
	s.run(t, "version=9")
	if len(s.answers()) != 0 || s.states() != "" {
		t.Errorf("no comment was there: %v, states %q", s.answers(), s.states())
	}
	s.run(t, "version=1")
	s.run(t, "version=9") // another version, of a job beside in the same workflow run
	said := strings.Join(s.answers(), "\n")
	if len(s.answers()) != 1 || !strings.Contains(said, "### ✅") || !strings.Contains(said, "| ❓ no verdict | `iris-classifier` v9 |") || !strings.Contains(said, "### ❓ 2 models: 1 reproduced, 1 could not be verified") {
		t.Errorf("two jobs of one run:\n%s", said)
	}
	for _, tt := range []string{"comment=off", "dry-run=true"} {
		before := len(s.Requests())
		s.env["GITHUB_RUN_ID"] = "90"
		s.run(t, "version=9", "commit-status=true", tt)
		for _, request := range s.Requests()[before:] {
			if strings.Contains(request, "comments") || tt == "dry-run=true" && !strings.HasPrefix(request, "GET ") {
				t.Errorf("%s: %s", tt, request)
			}
		}
		s.say("comment=", "dry-run=")
	}
}
