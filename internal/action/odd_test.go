package action

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestStep_oddEvents: a payload that leaves open whose configuration counts stops the step
// before anything is trained; what is for nobody is left alone.
func TestStep_oddEvents(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		event, payload string
		exit           int
		said           string
	}{
		"a merge group without its base":  {"merge_group", `{"merge_group": {"head_sha": "x"}}`, 2, "does not say which commit the merge_group goes to"},
		"a pull request without its base": {"pull_request", `{"pull_request": {"number": 12, "head": {"sha": "x", "repo": {"full_name": "octo/churn"}}}}`, 2, "does not say which commit the pull_request goes to"},
		"a pull request without a number": {"pull_request_target", `{"pull_request": {"number": 0, "base": {"sha": "x"}}}`, 2, "does not say whose code the pull_request_target is about"},
		"a comment of an account that is gone": {"issue_comment",
			`{"action": "created", "issue": {"number": 12, "pull_request": {"url": "x"}}, "comment": {"id": 9, "body": "/reproduce iris-classifier 1", "user": null}}`, 0, "nothing to do: no new /reproduce comment of a person"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &stage{fixture: newFixture(t)}
			path := filepath.Join(s.dir, "event.json")
			if err := os.WriteFile(path, []byte(tt.payload), 0o644); err != nil {
				t.Fatal(err)
			}
			s.env["GITHUB_EVENT_NAME"], s.env["GITHUB_EVENT_PATH"] = tt.event, path
			s.say("version=1")
			if got := s.job(t); got != tt.exit || len(s.Runs()) > 0 || len(s.Comments(12)) > 0 || !strings.Contains(s.log.String(), tt.said) {
				t.Errorf("exit %d after %d trainings, want %d and %q in\n%s", got, len(s.Runs()), tt.exit, tt.said, s.log.String())
			}
		})
	}
}

// TestStep_hiddenCharacters: a name that would reorder the line it stands in is shown as what
// it is, in the annotation, the outputs, the summary and the answer.
func TestStep_hiddenCharacters(t *testing.T) {
	t.Parallel()
	s := &stage{fixture: newFixture(t)}
	s.asked(t, "write", "/reproduce \u202eiris-classifier 1")
	texts := map[string]string{"the log": s.log.String(), "the outputs": read(t, s.env["GITHUB_OUTPUT"]), "the summary": read(t, s.env["GITHUB_STEP_SUMMARY"]), "the answer": strings.Join(s.answers(), "\n")}
	for where, text := range texts {
		if strings.ContainsRune(text, '\u202e') || !strings.Contains(text, "model not found") {
			t.Errorf("%s: %q", where, text)
		}
	}
}

// TestStep_artifactUnread: metrics that were uploaded and cannot be read any more are not
// called missing without a word of why.
func TestStep_artifactUnread(t *testing.T) {
	t.Parallel()
	for why, attach := range map[string]func(s *stage){
		"it has expired": func(s *stage) { s.Attach(s.Runs()[0].ID, "metrics", []byte("PK"), true) },
		"not a zip":      func(s *stage) { s.Attach(s.Runs()[0].ID, "metrics", []byte("neither"), false) },
	} {
		s := &stage{fixture: newFixture(t)}
		s.leave = func(*githubtest.Job) error { return nil }
		s.Between(http.MethodGet+repository+"/actions/runs/{run_id}/artifacts", func() { attach(s) })
		s.marked(t)
		if answers := strings.Join(s.answers(), "\n"); !strings.Contains(answers, why) || !strings.Contains(answers, "Could not verify") {
			t.Errorf("%s: not in\n%s", why, answers)
		}
	}
}

// TestStep_twoArtifacts: a metrics file in two artifacts that differ is not told as one in none.
func TestStep_twoArtifacts(t *testing.T) {
	t.Parallel()
	for _, source := range []string{"auto", "file"} {
		s := &stage{fixture: newFixture(t)}
		s.leave = func(job *githubtest.Job) error {
			for name, value := range map[string]string{"a": "0.5", "b": "0.25"} {
				job.Artifacts[name] = map[string][]byte{"metrics/metrics.json": []byte(`{"accuracy": ` + value + `}`)}
			}
			return nil
		}
		s.on(t, "workflow_dispatch")
		s.run(t, "version=1", "metrics-source="+source)
		out := s.outputs(t)
		if out["reason"] != "metrics-missing" || !strings.Contains(out["summary"], "metrics/metrics.json is in \"") || !strings.Contains(out["summary"], "keep it in one of them") || strings.Contains(out["summary"], "no metrics file was found") {
			t.Errorf("%s: %v", source, out)
		}
	}
}

// TestStep_outsideTheWorkspace: what the action is to write is inside the workspace, whoever says
// where, and by whatever link. What is outside stays as it is.
func TestStep_outsideTheWorkspace(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	for _, tt := range []struct{ option, path, file string }{
		{"output-dir", "../x", ""},
		{"output-dir", outside, ""},
		{"output-dir", "a/../../x", ""},
		{"output-dir", "link/x", ""},
		{"statement", "../../x.json", ""},
		{"statement", filepath.Join(outside, "x.json"), ""},
		{"statement", "link", ""},
		{"output-dir", "../x", "defaults:\n  output-dir: ../x\n"},
		{"statement", "../x.json", "models:\n  iris-classifier:\n    statement: ../x.json\n"},
		{"page", "../models.html", ""},
		{"badges", "../badges", ""},
		{"history", "../past", ""},
	} {
		s := &stage{fixture: newFixture(t)}
		if err := os.Symlink(outside, filepath.Join(s.dir, "workspace", "link")); err != nil {
			t.Fatal(err)
		}
		gittest.Write(t, outside, "report.json", `{"schema_version": 1, "tool": "reproduce"}`)
		s.on(t, "workflow_dispatch")
		said := []string{"version=1", tt.option + "=" + tt.path}
		if tt.file != "" {
			s.env["GITHUB_SHA"] = s.Push("main", map[string][]byte{".github/reproduce.yaml": []byte(tt.file)})
			said = said[:1]
		}
		if slices.Contains([]string{"page", "badges", "history"}, tt.option) {
			said = append(said[1:], "command=report", "model=", "workflow=", "tracking-uri=")
		}
		s.run(t, said...)
		if s.exits[0] != "2" || len(s.Runs()) > 0 || !strings.Contains(s.log.String(), "::error title=reproduce::"+tt.option+": "+tt.path+" is outside of the workspace") {
			t.Errorf("%s %s: exit %s after %d trainings\n%s", tt.option, tt.path, s.exits[0], len(s.Runs()), s.log.String())
		}
		if entries, err := os.ReadDir(outside); err != nil || len(entries) != 1 {
			t.Errorf("%s %s: outside there is %v (%v)", tt.option, tt.path, entries, err)
		}
	}
	s := &stage{fixture: newFixture(t)}
	s.on(t, "workflow_dispatch")
	whole := filepath.Join(s.dir, "workspace", "out")
	if s.run(t, "version=1", "output-dir="+whole, "statement=./a/../s.json"); s.exits[0] != "0" {
		t.Errorf("inside of it: exit %s\n%s", s.exits[0], s.log.String())
	}
}

// TestStep_gitsOwnDirectory: a report or a statement in git's own directory is refused before
// anything is trained, whoever says so.
func TestStep_gitsOwnDirectory(t *testing.T) {
	t.Parallel()
	for said, file := range map[string]string{"output-dir=.git/x": "", "statement=.git/x.json": "", "version=1": "defaults:\n  output-dir: .git\n"} {
		s := &stage{fixture: newFixture(t)}
		if file != "" {
			s.env["GITHUB_SHA"] = s.Push("main", map[string][]byte{".github/reproduce.yaml": []byte(file)})
		}
		s.run(t, "version=1", said)
		if s.exits[0] != "2" || len(s.Runs()) > 0 || !strings.Contains(s.log.String(), "it lies in git's own directory; name another") {
			t.Errorf("%s %s: exit %s after %d trainings\n%s", said, file, s.exits[0], len(s.Runs()), s.log.String())
		}
	}
}
