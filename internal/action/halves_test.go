package action

import (
	"os"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/settings"
)

// sameInputs are values of inputs that a workflow may well give to both halves of a check.
var sameInputs = []string{
	"model=iris-classifier", "version=1", "workflow=train.yml", "commit-status=true", "code-ref=original", "branch=reproduce/mine",
	"working-directory=.", "comment-target=pr/12", "comment=auto", "comment-on=any", "comment-key=", "require-permission=write",
	"timeout=1h", "on-cancel=stop", "diagnose=compare", "history-branch=reproduce-history", "ignore-outs=model.pkl", "fail-on=drifted,unverified",
	"write-back=false", "statement=statement.json", "output-dir=reproduce-report", "dry-run=false", "job-summary=true", "repeats=1",
	"tolerances=default: 1%", "params-file=params.yaml", "keep=none.pt", "metrics-source=auto", "challenge=auto", "config=.github/reproduce.yaml",
}

// TestHalves_takeTheSameInputs: start and finish are given the same, and the check comes out as
// one in one go does.
func TestHalves_takeTheSameInputs(t *testing.T) {
	t.Parallel()
	s := &stage{fixture: newFixture(t)}
	s.Push("main", map[string][]byte{".github/reproduce.yaml": []byte("defaults:\n  metrics: ['*']\n")})
	s.pull(t)
	s.as(t, "start", sameInputs...)
	if code := s.job(t); code != 0 || len(s.Runs()) != 1 {
		t.Fatalf("start: exit code %d, %d trainings\n%s", code, len(s.Runs()), s.log.String())
	}
	s.FinishAll()
	s.on(t, "schedule")
	before := len(s.Requests())
	s.as(t, "finish", append(sameInputs, "dry-run=true")...)
	if code := s.job(t); code != 0 || !strings.Contains(s.log.String(), "is over, and would be answered") || len(s.answers()) > 0 {
		t.Errorf("finish, dry: exit code %d\n%s", code, s.log.String())
	}
	for _, request := range s.Requests()[before:] {
		if !strings.HasPrefix(request, "GET ") {
			t.Errorf("a dry run wrote %s", request)
		}
	}
	s.as(t, "finish", sameInputs...)
	if code := s.job(t); code != 0 || s.outputs(t)["verdict"] != "reproduced" || s.outputs(t)["statement-path"] != "statement.json" || s.states() != "pending success" || len(s.answers()) != 1 {
		t.Fatalf("finish: exit code %d, %v, the states are %s\n%s", code, s.outputs(t), s.states(), s.log.String())
	}
	if strings.Contains(s.log.String(), "give both the same") {
		t.Errorf("it warns of what is the same:\n%s", s.log.String())
	}
}

// TestHalves_otherInputs: what start was told counts, and finish says so.
func TestHalves_otherInputs(t *testing.T) {
	t.Parallel()
	s := &stage{fixture: newFixture(t)}
	s.pull(t)
	s.as(t, "start", "model=iris-classifier", "version=1", "workflow=train.yml")
	s.job(t)
	s.FinishAll()
	s.on(t, "schedule")
	s.as(t, "finish", "workflow=other.yml", "branch=mine", "commit-status=true", "comment-target=pr/999", "code-ref=head")
	if code := s.job(t); code != 0 || s.outputs(t)["verdict"] != "reproduced" || s.outputs(t)["branch"] != "reproduce/iris-classifier/v1" || s.states() != "" || len(s.answers()) != 1 {
		t.Errorf("exit code %d, %v, the states are %q\n%s", code, s.outputs(t), s.states(), s.log.String())
	}
	for _, want := range []string{`workflow: the training of iris-classifier v1 was started with "train.yml", and not with "other.yml"`, `branch: the training`, `commit-status: the training of iris-classifier v1 was started with "false"`} {
		if !strings.Contains(s.log.String(), "::warning title=reproduce::"+want) {
			t.Errorf("no warning %q in\n%s", want, s.log.String())
		}
	}
}

// TestHalves_place: start refuses a place for the report that finish could not write.
func TestHalves_place(t *testing.T) {
	t.Parallel()
	s := &stage{fixture: newFixture(t)}
	s.pull(t)
	s.as(t, "start", "model=iris-classifier", "version=1", "workflow=train.yml", "output-dir=.git")
	if code := s.job(t); code != 2 || len(s.Runs()) > 0 {
		t.Errorf("exit code %d, %d trainings\n%s", code, len(s.Runs()), s.log.String())
	}
}

// TestHalves_documented: the page names the inputs that are as start was told.
func TestHalves_documented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/action.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "- **Inputs**: give both the same")
	section, _, _ = strings.Cut(section, "\n- **")
	for _, name := range []string{"workflow", "code-ref", "branch", "working-directory", "commit-status", "comment-target", "on-cancel", "dry-run"} {
		if _, known := settings.Find(name); !known || !strings.Contains(section, "`"+name+"`") {
			t.Errorf("the page does not say what becomes of %s", name)
		}
	}
}
