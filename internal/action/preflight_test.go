package action

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// checking makes the step a job of a workflow of the repository, with this permissions
// key.
func (s *fixture) checking(t *testing.T, permissions string) {
	t.Helper()
	const path = ".github/workflows/reproduce.yml"
	text := "on: workflow_dispatch\njobs:\n  check:\n" + permissions + "    runs-on: ubuntu-latest\n    steps:\n      - uses: reproduce-action/reproduce@v1\n"
	s.Push("main", map[string][]byte{path: []byte(text)})
	s.env["GITHUB_WORKFLOW_REF"] = githubtest.Owner + "/" + githubtest.Name + "/" + path + "@refs/heads/main"
	s.env["GITHUB_WORKFLOW_SHA"], s.env["GITHUB_JOB"] = s.Head("main"), "check"
}

// TestPreflight: all that the job's token lacks is told in one message, in the comment,
// the summary and the log alike, before anything is written.
func TestPreflight(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		permissions string
		exit        int
		lacks       string // in one message; "" for none
		trains      bool
	}{
		"nothing but the comment": {"    permissions:\n      pull-requests: write\n", 4, "actions: write, contents: write, statuses: write", false},
		"none at all":             {"    permissions: {}\n", 4, "actions: write, contents: write, pull-requests: write, statuses: write", false},
		"reading":                 {"    permissions: read-all\n", 4, "actions: write, contents: write, pull-requests: write, statuses: write", false},
		"no word on it":           {"", 0, "", true},
		"all":                     {"    permissions: {contents: write, actions: write, issues: write, statuses: write}\n", 0, "", true},
		"all that trains":         {"    permissions: {contents: write, actions: write}\n", 0, "pull-requests: write, statuses: write", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.checking(t, test.permissions)
			s.pullRequest(t, false)
			s.env["INPUT_VERSION"], s.env["INPUT_COMMIT-STATUS"] = "1", "true"
			if got := s.step(t.Context()); got != test.exit {
				t.Fatalf("exit code %d, want %d\n%s", got, test.exit, s.log.String())
			}
			if trained := len(s.Runs()) > 0; trained != test.trains {
				t.Errorf("trained: %t", trained)
			}
			told := "job's token lacks " + test.lacks + ", which"
			if got := strings.Contains(s.log.String(), told); got != (test.lacks != "") {
				t.Errorf("the log tells of %q: %t\n%s", test.lacks, got, s.log.String())
			}
			if test.trains {
				return
			}
			summary := read(t, s.env["GITHUB_STEP_SUMMARY"])
			comment := ""
			for _, c := range s.Comments(12) {
				comment += c.Body
			}
			for place, text := range map[string]string{"summary": summary, "comment": comment} {
				for _, line := range []string{"  actions: write", "  contents: write", "  pull-requests: write", "  statuses: write"} {
					if !strings.Contains(text, line+"\n") {
						t.Errorf("the %s has not the line %q\n%s", place, line, text)
					}
				}
				if !strings.Contains(text, test.lacks) {
					t.Errorf("the %s does not say what is missing\n%s", place, text)
				}
			}
			if branches := s.Refs("refs/heads/reproduce/"); len(branches) > 0 {
				t.Errorf("it made branches: %v", branches)
			}
		})
	}
}

// absent has a check comment where GitHub has neither a pull request nor an issue.
func absent(s *fixture, target string) {
	s.env["INPUT_COMMENT-TARGET"] = target
	s.Refuse("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", 404, "Not Found", -1)
}

// TestDryRun looks at everything and writes nothing.
func TestDryRun(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		set  func(t *testing.T, s *fixture)
		exit int
		says []string
	}{
		"all is well": {func(t *testing.T, s *fixture) { s.checking(t, "    permissions: {contents: write, actions: write}\n") }, 0,
			[]string{"nothing stops this check", "the job has actions: write, contents: write", "iris-classifier v1", "can be dispatched", "requests are left", "Planned, and not done"}},
		"nobody knows the permissions": {func(*testing.T, *fixture) {}, 0, []string{"does not say whether it has them"}},
		"several things at once": {func(t *testing.T, s *fixture) {
			s.checking(t, "    permissions: {contents: read}\n")
			s.env["INPUT_VERSION"], s.env["MLFLOW_TRACKING_PASSWORD"] = "9", ""
		}, 1, []string{"2 things stop this check", "lacks actions: write, contents: write", "MLFLOW_TRACKING_PASSWORD is empty", "9"}},
		"a workflow that cannot be traced": {func(t *testing.T, s *fixture) {
			s.Push("main", map[string][]byte{".github/workflows/train.yml": []byte(strings.Replace(trainWorkflow, "reproduce_context", "seed", 1))})
			s.env["INPUT_CODE-REF"] = "head"
		}, 1, []string{"1 thing stops this check", "MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context"}},
		"a workflow that passes nothing on": {func(t *testing.T, s *fixture) {
			s.Push("main", map[string][]byte{".github/workflows/train.yml": []byte(strings.Replace(trainWorkflow, "inputs.reproduce_context", "inputs.seed", 1))})
			s.env["INPUT_CODE-REF"] = "head"
		}, 1, []string{"1 thing stops this check", "and uses it nowhere", "MLFLOW_RUN_CONTEXT: ${{ inputs.reproduce_context"}},
		"the default branch":           {func(_ *testing.T, s *fixture) { s.env["INPUT_BRANCH"] = "main" }, 1, []string{"1 thing stops this check", "is the default branch"}},
		"the default branch, as a ref": {func(_ *testing.T, s *fixture) { s.env["INPUT_BRANCH"] = "refs/heads/main" }, 1, []string{"1 thing stops this check", "reserved"}},
		"a branch of somebody else's": {func(_ *testing.T, s *fixture) {
			s.Push("theirs", map[string][]byte{"work.txt": []byte("mine")})
			s.env["INPUT_BRANCH"] = "theirs"
		}, 1, []string{"1 thing stops this check", "theirs exists and was not made by reproduce"}},
		"a branch and a workflow": {func(_ *testing.T, s *fixture) { s.env["INPUT_BRANCH"], s.env["INPUT_WORKFLOW"] = "main", "trian.yml" }, 1,
			[]string{"2 things stop this check", "is the default branch", "(did you mean "}},
		"a pull request that is not": {func(_ *testing.T, s *fixture) { absent(s, "pr/999") }, 0, []string{"there is no pull request or issue ", "999", "goes on without"}},
		"an issue that is not":       {func(_ *testing.T, s *fixture) { absent(s, "issue/999") }, 0, []string{"there is no pull request or issue ", "999"}},
		"no server":                  {func(_ *testing.T, s *fixture) { s.env["INPUT_TRACKING-URI"] = "http://127.0.0.1:1" }, 1, []string{"1 thing stops this check", "127.0.0.1:1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.event(t, "workflow_dispatch", map[string]any{})
			s.env["INPUT_VERSION"], s.env["INPUT_DRY-RUN"] = "1", "true"
			test.set(t, s)
			if got := s.step(t.Context()); got != test.exit {
				t.Fatalf("exit code %d, want %d\n%s", got, test.exit, s.log.String())
			}
			summary := strings.ReplaceAll(read(t, s.env["GITHUB_STEP_SUMMARY"]), "`MLFLOW_TRACKING_PASSWORD`", "MLFLOW_TRACKING_PASSWORD")
			for _, want := range test.says {
				if !strings.Contains(summary, want) {
					t.Errorf("the summary has not %q\n%s", want, summary)
				}
				if line, _, _ := strings.Cut(want, " ${{"); !strings.Contains(strings.Join(strings.Fields(s.log.String()), " "), line) {
					t.Errorf("the log has not %q\n%s", want, s.log.String())
				}
			}
			for _, request := range s.Requests() {
				if !strings.HasPrefix(request, "GET ") {
					t.Errorf("it wrote: %s", request)
				}
			}
		})
	}
}
