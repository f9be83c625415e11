package action

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestStep_staleReport: a runner keeps the workspace of last night. However tonight's check
// ends, the report of last night is not there to be taken for tonight's.
func TestStep_staleReport(t *testing.T) {
	t.Parallel()
	s := &stage{fixture: newFixture(t)}
	s.say("version=1", "statement=statement.json")
	s.on(t, "schedule")
	s.run(t) // last night
	workspace := filepath.Join(s.dir, "workspace")
	kept := []string{"reproduce-report/report.json", "reproduce-report/report.md", "statement.json"}
	old := map[string]string{}
	for _, name := range kept {
		old[name] = read(t, filepath.Join(workspace, name))
	}
	reset := func() {
		for name, text := range old {
			gittest.Write(t, workspace, name, text)
		}
		gittest.Write(t, workspace, "reproduce-report/iris-classifier_v1/report.json", old[kept[0]])
		gittest.Write(t, workspace, "reproduce-report/iris-classifier_v1/.gitignore", "*\n")
		gittest.Write(t, workspace, "reproduce-report/theirs/report.json", old[kept[0]]) // put there by somebody
		gittest.Write(t, workspace, "reproduce-report/notes.txt", "mine\n")
	}
	environment := func() map[string]string { return map[string]string{} }
	for _, tt := range []struct {
		name string
		said []string
		env  map[string]string
		exit int
	}{
		{"exit 1: no such workflow", []string{"workflow=nosuch.yml", "version=nosuch"}, environment(), 1},
		{"exit 2: an input that is none", nil, map[string]string{"INPUT_MDOEL": "x"}, 2},
		{"exit 2: a command that is none", []string{"command=rnu"}, environment(), 2},
		{"exit 2: no event", nil, map[string]string{"GITHUB_EVENT_PATH": "/nowhere/event.json"}, 2},
		{"exit 2: a version that is none", []string{"fail-on=nosuch"}, environment(), 2},
		{"exit 1: the server is not there", []string{"tracking-uri=http://127.0.0.1:1"}, environment(), -1},
		{"a dry run", []string{"dry-run=true"}, environment(), 0},
		{"nothing to finish", []string{"command=finish", "workflow=", "version=", "model=", "on-cancel=", "dry-run="}, environment(), 0},
	} {
		reset()
		before := map[string]string{}
		for name, value := range s.env {
			before[name] = value
		}
		s.say(tt.said...)
		for name, value := range tt.env {
			s.env[name] = value
		}
		if code := s.job(t); tt.exit >= 0 && code != tt.exit || code == 0 && tt.exit != 0 {
			t.Errorf("%s: exit code %d, want %d\n%s", tt.name, code, tt.exit, s.log.String())
		}
		for _, name := range kept {
			if text, err := os.ReadFile(filepath.Join(workspace, name)); err == nil && string(text) == old[name] {
				t.Errorf("%s: %s of last night is still there", tt.name, name)
			}
		}
		_, err := os.Stat(filepath.Join(workspace, "reproduce-report/iris-classifier_v1/report.json"))
		if finishes := slices.Contains(tt.said, "command=finish"); finishes != os.IsNotExist(err) {
			t.Errorf("%s: the report of its own directory: %v", tt.name, err)
		}
		for _, name := range []string{"reproduce-report/theirs/report.json", "reproduce-report/notes.txt"} {
			if _, err := os.Stat(filepath.Join(workspace, name)); err != nil {
				t.Errorf("%s: somebody's file: %v", tt.name, err)
			}
		}
		s.env = before
	}
	reset()
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // before it did anything
	s.log.Reset()
	if code := Run(ctx, s.process()); code == 0 {
		t.Errorf("cancelled: exit code 0\n%s", s.log.String())
	}
	if _, err := os.Stat(filepath.Join(workspace, kept[0])); err == nil {
		t.Error("cancelled: the report of last night is still there")
	}
}

// TestStep_staleReportElsewhere: the configuration names another directory, and what keeps
// the check from a result comes after it was read.
func TestStep_staleReportElsewhere(t *testing.T) {
	t.Parallel()
	s := &stage{fixture: newFixture(t)}
	s.say("version=1")
	s.on(t, "schedule")
	s.env["GITHUB_SHA"] = s.Push("main", map[string][]byte{".github/reproduce.yaml": []byte("defaults:\n  output-dir: elsewhere\n")})
	s.run(t) // last night
	saved := filepath.Join(s.dir, "workspace", "elsewhere", "report.json")
	if _, err := os.Stat(saved); err != nil {
		t.Fatalf("%v\n%s", err, s.log.String())
	}
	s.say("workflow=")
	if code := s.job(t); code != 2 {
		t.Errorf("exit code %d\n%s", code, s.log.String())
	}
	if _, err := os.Stat(saved); err == nil {
		t.Error("the report of last night is still there")
	}
}
