package action

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// counted tells requests apart: a poll is a look at the run that was
// dispatched, a write is anything but a GET.
func counted(requests []string) (plain, polls, writes int) {
	for _, request := range requests {
		method, path, _ := strings.Cut(request, " ")
		switch {
		case method != "GET":
			writes++
			plain++
		case strings.HasSuffix(path, "/actions/runs/{run_id}"):
			polls++
		default:
			plain++
		}
	}
	return plain, polls, writes
}

// holdFrugal holds a check that comments and marks its commit to its budget: the edited
// tree, the commit, the branch, the dispatch and the comment; and the mark, which is pending
// before it says how the check ended. There is one request for each. GitHub's contents API makes tree and
// commit in one, but on a branch that is there already: where an app's token makes that
// branch, whatever starts on a push trains the code before it is edited.
func holdFrugal(t *testing.T, requests []string) {
	t.Helper()
	plain, polls, writes := counted(requests)
	t.Logf("%d requests besides %d polls, %d of them writes:\n%s", plain, polls, writes, strings.Join(requests, "\n"))
	marks := 0
	for _, request := range requests {
		if strings.HasSuffix(request, "/statuses/{sha}") {
			marks++
		}
	}
	if plain > 20 || writes-marks > 5 || marks != 2 {
		t.Errorf("%d requests, %d writes and %d marks; at most 20 and 5, and 2", plain, writes-marks, marks)
	}
}

// TestStep_isFrugal holds one reproduction on a pull request to its budget: an
// hour's token has a thousand requests, and a scheduled check asks of many models.
func TestStep_isFrugal(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.pullRequest(t, false)
	s.env["INPUT_VERSION"], s.env["INPUT_COMMIT-STATUS"] = "candidate", "true"
	if got := s.step(t.Context()); got != 3 {
		t.Fatalf("exit code %d, want 3\n%s", got, s.log.String())
	}
	holdFrugal(t, s.Requests())
}

// TestStep_aSecondRunRepeatsNothing: no second branch, dispatch or comment.
func TestStep_aSecondRunRepeatsNothing(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.pullRequest(t, false)
	s.env["INPUT_VERSION"] = "candidate"
	for range 2 {
		if got := s.step(t.Context()); got != 3 {
			t.Fatalf("exit code %d, want 3\n%s", got, s.log.String())
		}
	}
	s.holdOne(t)
}

// TestStep_askedAgain: a job that is started again takes up its training; a new
// comment asks for a new one.
func TestStep_askedAgain(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.Permit("ada", "write")
	for i, asked := range []struct {
		anew  bool
		wants int // trainings in all
	}{{true, 1}, {false, 1}, {true, 2}, {false, 2}} {
		if asked.anew {
			s.Elapse(5 * time.Minute) // the training before was over by then
			s.comment(t, "ada", "/reproduce iris-classifier 1")
		}
		if got := s.step(t.Context()); got != 0 {
			t.Fatalf("exit code %d, want 0\n%s", got, s.log.String())
		}
		if got := len(s.Runs()); got != asked.wants {
			t.Errorf("after job %d there were %d trainings, want %d", i+1, got, asked.wants)
		}
	}
	mine := 0
	for _, comment := range s.Comments(12) {
		if comment.Author == githubtest.Bot {
			mine++
		}
	}
	if branches := len(s.Refs("refs/heads/reproduce/")); branches != 1 || mine != 1 {
		t.Errorf("%d branches and %d comments, want one of each", branches, mine)
	}
}

// TestStep_eightAtOnce end with one branch, one training and one comment.
func TestStep_eightAtOnce(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.pullRequest(t, false)
	s.env["INPUT_VERSION"] = "candidate"
	var wait sync.WaitGroup
	for range 8 {
		wait.Add(1)
		other := s.beside(t)
		go func() {
			defer wait.Done()
			if got := other.step(t.Context()); got != 3 {
				t.Errorf("exit code %d, want 3\n%s", got, other.log.String())
			}
		}()
	}
	wait.Wait()
	s.holdOne(t)
}

func (s *fixture) holdOne(t *testing.T) {
	t.Helper()
	comments := 0
	for _, comment := range s.Comments(12) {
		if comment.Author == githubtest.Bot {
			comments++
		}
	}
	if branches, runs := len(s.Refs("refs/heads/reproduce/")), len(s.Runs()); branches != 1 || runs != 1 || comments != 1 {
		t.Errorf("%d branches, %d trainings, %d comments; want one of each", branches, runs, comments)
	}
}

// TestStep_aForkIsNotTrained, not even by a workflow that has the secrets.
func TestStep_aForkIsNotTrained(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		event, code string
		trainings   int
	}{
		"without the secrets":          {"pull_request", "original", 0},
		"its head, with the secrets":   {"pull_request_target", "", 0},
		"the project's own code there": {"pull_request_target", "original", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.pullRequest(t, true)
			s.env["GITHUB_EVENT_NAME"], s.env["INPUT_VERSION"], s.env["INPUT_CODE-REF"] = test.event, "1", test.code
			if test.code == "" {
				s.env["INPUT_CODE-REF"] = s.Head("feature")
			}
			if got := s.step(t.Context()); got != 0 {
				t.Fatalf("exit code %d, want 0\n%s", got, s.log.String())
			}
			verdict := "\nreproduced\n"
			if test.trainings == 0 {
				verdict = "\nfork-without-secrets\n"
			}
			if got := len(s.Runs()); got != test.trainings || !strings.Contains(read(t, s.env["GITHUB_OUTPUT"]), verdict) {
				t.Errorf("%d trainings, want %d, and outputs\n%s", got, test.trainings, read(t, s.env["GITHUB_OUTPUT"]))
			}
		})
	}
}

// TestStep_strangersGetNothing: no reaction, no branch, no answer.
func TestStep_strangersGetNothing(t *testing.T) {
	t.Parallel()
	for name, permission := range map[string]string{"a stranger": "", "a reader": "read"} {
		t.Run(name, func(t *testing.T) {
			s := newFixture(t)
			if permission != "" {
				s.Permit("mallory", permission)
			}
			s.comment(t, "mallory", "/reproduce iris-classifier 1")
			if got := s.step(t.Context()); got != 0 {
				t.Fatalf("exit code %d, want 0\n%s", got, s.log.String())
			}
			if n := len(s.Reactions()) + len(s.Runs()) + len(s.Refs("refs/heads/reproduce/")) + len(s.Comments(12)) - 1; n != 0 {
				t.Errorf("%d traces of a stranger's command", n)
			}
		})
	}
}

// TestStep_refusesALocalCommand: the container has none of the job's tools.
func TestStep_refusesALocalCommand(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.event(t, "workflow_dispatch", map[string]any{})
	s.env["INPUT_RUN-COMMAND"] = "make run"
	if got := s.step(t.Context()); got != 2 || !strings.Contains(s.log.String(), "reproduce/setup") {
		t.Errorf("exit code %d, want 2 and the way out\n%s", got, s.log.String())
	}
}

// TestStep_aRefusedCommentChangesNothing: verdict and exit code stay, and the
// warning names the permission.
func TestStep_aRefusedCommentChangesNothing(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.pullRequest(t, false)
	s.env["INPUT_VERSION"] = "production"
	s.Deny("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", "Resource not accessible by integration")
	if got := s.step(t.Context()); got != 0 {
		t.Fatalf("exit code %d, want 0\n%s", got, s.log.String())
	}
	if log := s.log.String(); !strings.Contains(log, "::warning") || !strings.Contains(log, "pull-requests: write") {
		t.Errorf("no warning that names the permission:\n%s", log)
	}
	if !strings.Contains(read(t, s.env["GITHUB_OUTPUT"]), "reproduced") {
		t.Error("the verdict is not among the outputs")
	}
}

// TestStep_saysWhatIsMissingAtOnce: every line that somebody has to add, in the
// summary and in the log, before a branch or a training is made.
func TestStep_saysWhatIsMissingAtOnce(t *testing.T) {
	t.Parallel()
	const permissions = "permissions:\n  actions: write\n  contents: write\n  pull-requests: write\n  statuses: write"
	const handOn = "  workflow_dispatch:\n    inputs:\n      reproduce_context: { required: false, type: string }\nenv:\n  MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context || '{}' }}"
	without := strings.Replace(trainWorkflow, "      reproduce_context: {required: false, type: string}\n", "      seed: {required: false, type: string}\n", 1)
	for name, test := range map[string]struct {
		workflow string
		deny     string
		input    string // NAME=value
		reason   string
		lines    string // in the summary; "" for none, as it goes through
	}{
		"the token may not even look": {trainWorkflow, "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}", "", "no-permission", permissions},
		"the token may not push":      {trainWorkflow, "POST /repos/{owner}/{repo}/git/refs", "", "no-permission", permissions},
		"no input for the context":    {without, "", "", "pipeline-not-started", handOn},
		"the input is used nowhere":   {strings.Replace(trainWorkflow, "inputs.reproduce_context", "inputs.seed", 1), "", "", "pipeline-not-started", "env:\n  MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context || '{}' }}"},
		"nor need it be":              {strings.Replace(trainWorkflow, "inputs.reproduce_context", "inputs.seed", 1), "", "METRICS-SOURCE=untagged", "metrics-missing", ""},
		"an input for the id alone":   {strings.ReplaceAll(strings.Replace(without, "seed", "reproduce_id", 1), "reproduce_context", "reproduce_id"), "", "METRICS-SOURCE=mlflow", "metrics-missing", ""},
		"and no need of it":           {without, "", "METRICS-SOURCE=file", "metrics-missing", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.Push("main", map[string][]byte{".github/workflows/train.yml": []byte(test.workflow)})
			s.env["GITHUB_SHA"] = s.Head("main")
			s.pullRequest(t, false)
			s.env["INPUT_VERSION"], s.env["INPUT_CODE-REF"], s.env["INPUT_COMMIT-STATUS"] = "1", "head", "true"
			if input, value, said := strings.Cut(test.input, "="); said {
				s.env["INPUT_"+input] = value
			}
			if test.deny != "" {
				s.Deny(test.deny, "Resource not accessible by integration")
			}
			s.leave = func(*githubtest.Job) error { return nil } // nothing that we would find
			if got := s.step(t.Context()); got != 4 {
				t.Fatalf("exit code %d, want 4\n%s", got, s.log.String())
			}
			if outputs := read(t, s.env["GITHUB_OUTPUT"]); !strings.Contains(outputs, "\n"+test.reason+"\n") {
				t.Errorf("%s is not among the outputs\n%s", test.reason, outputs)
			}
			summary := read(t, s.env["GITHUB_STEP_SUMMARY"])
			if trained := len(s.Runs()) > 0; trained != (test.lines == "") {
				t.Errorf("trained: %t", trained)
			}
			if test.lines == "" {
				return
			}
			if !strings.Contains(summary, "```text\n") || !strings.Contains(summary, test.lines+"\n```") {
				t.Errorf("the summary has not the lines\n%s\n%s", test.lines, summary)
			}
			for line := range strings.SplitSeq(test.lines, "\n") {
				if !strings.Contains(s.log.String(), line+"\n") {
					t.Errorf("the log has not the line %q\n%s", line, s.log.String())
				}
			}
			if branches := s.Refs("refs/heads/reproduce/"); len(branches) > 0 {
				t.Errorf("it made branches: %v", branches)
			}
		})
	}
}
