package action

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// as has the step be another job: with this command, and what else it says.
func (s *fixture) as(t *testing.T, command string, said ...string) {
	t.Helper()
	for name, value := range inputs(t) {
		s.env[name] = value
	}
	s.env["INPUT_COMMAND"], s.env["INPUT_TRACKING-URI"], s.env["INPUT_GITHUB-TOKEN"] = command, s.store, githubtest.Token
	for _, pair := range said {
		name, value, _ := strings.Cut(pair, "=")
		s.env["INPUT_"+strings.ToUpper(name)] = value
	}
}

// start is a job on a pull request that starts a training and ends.
func (s *fixture) start(t *testing.T, version string) {
	t.Helper()
	s.as(t, "start", "model=iris-classifier", "version="+version, "workflow=train.yml", "commit-status=true")
	if got := s.step(t.Context()); got != 0 {
		t.Fatalf("start: exit code %d\n%s", got, s.log.String())
	}
}

func (s *fixture) finish(t *testing.T, want int, said ...string) {
	t.Helper()
	s.as(t, "finish", said...)
	s.event(t, "schedule", map[string]any{"repository": map[string]any{"full_name": "octo/churn", "default_branch": "main"}})
	s.env["GITHUB_SHA"] = s.Head("main")
	if got := s.step(t.Context()); got != want {
		t.Fatalf("finish %q: exit code %d, want %d\n%s", said, got, want, s.log.String())
	}
}

// states are those of the commit status so far.
func (s *fixture) states() string {
	var states []string
	for _, status := range s.Statuses() {
		states = append(states, status.State)
	}
	return strings.Join(states, " ")
}

// TestStartAndFinish: one job dispatches and ends, and a later one answers on the pull
// request, once. Before the training is over there is no verdict, and no answer.
func TestStartAndFinish(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.Looks = 1000
	s.pullRequest(t, false)
	s.start(t, "1")
	if states := s.states(); states != "pending" || len(s.Runs()) != 1 || len(s.Comments(12)) != 0 {
		t.Fatalf("after start: the states are %q, %d trainings, %d comments", states, len(s.Runs()), len(s.Comments(12)))
	}
	if out := read(t, s.env["GITHUB_OUTPUT"]); !strings.Contains(out, "/actions/runs/9") || strings.Contains(out, "reproduced") {
		t.Errorf("the outputs of start are\n%s", out)
	}
	s.pullRequest(t, false)
	s.start(t, "1") // once more: it is the same training
	if runs, refs := len(s.Runs()), len(s.Refs("refs/reproduce/started/")); runs != 1 || refs != 1 {
		t.Fatalf("two starts made %d trainings and %d refs, want one of each", runs, refs)
	}
	s.finish(t, 0)
	s.finish(t, 5, "model=iris-classifier")
	if !strings.Contains(s.log.String(), "not over") || len(s.Comments(12)) != 0 || strings.Contains(read(t, s.env["GITHUB_OUTPUT"]), "reproduced") {
		t.Errorf("finish before the end said\n%s", s.log.String())
	}
	for said, want := range map[string]string{
		"model=iris-clasifier":               "no training of iris-clasifier waits for an answer; did you mean iris-classifier v1?",
		"model=nothing-like-it":              "there is one of iris-classifier v1",
		"run-id=" + strings.Repeat("0a", 16): "there is one of iris-classifier v1",
	} {
		if s.finish(t, 1, said); !strings.Contains(s.log.String(), want) {
			t.Errorf("finish %s: want %q in\n%s", said, want, s.log.String())
		}
	}
	s.finish(t, 1, "model=iris-classifier", "version=2")

	s.Looks = 2
	s.FinishAll()
	s.Elapse(9 * time.Hour)
	before := len(s.Requests())
	s.finish(t, 0)
	plain, polls, writes := counted(s.Requests()[before:])
	t.Logf("finish: %d requests besides %d polls, %d of them writes", plain, polls, writes)
	bodies := s.answers()
	if len(bodies) != 1 || !strings.Contains(bodies[0], "✅ Reproduced: `iris-classifier` v1") {
		t.Fatalf("the answers are %q\n%s", bodies, s.log.String())
	}
	if states := s.states(); states != "pending pending success" {
		t.Errorf("the states are %q", states)
	}
	if last := s.Statuses()[2]; last.Commit != s.Head("feature") || last.Context != "reproduce / iris-classifier" {
		t.Errorf("the status is %+v", last)
	}
	if !strings.Contains(read(t, s.env["GITHUB_OUTPUT"]), "\nreproduced\n") {
		t.Error("finish gives no verdict")
	}
	s.finish(t, 0)
	s.finish(t, 1, "model=iris-classifier")
	if bodies := s.answers(); len(bodies) != 1 || s.states() != "pending pending success" || len(s.Runs()) != 1 {
		t.Errorf("finished twice: %d comments, the states are %q, %d trainings", len(bodies), s.states(), len(s.Runs()))
	}
	s.pullRequest(t, false)
	s.start(t, "1") // what was answered was another check
	if runs := len(s.Runs()); runs != 2 {
		t.Errorf("a start after the answer: %d trainings, want a second", runs)
	}
}

// TestFinish_isAsStrict as a check in one go.
func TestFinish_isAsStrict(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		version string
		set     func(s *fixture)
		later   func(t *testing.T, s *fixture)
		reason  string
		exit    int
		open    int // trainings that are still to be finished
	}{
		"it drifts":                       {version: "2", reason: "metrics-outside-tolerance", exit: 3},
		"the training fails":              {version: "1", set: func(s *fixture) { s.fail = true }, reason: "pipeline-failed", exit: 4},
		"it logged to a store of its own": {version: "1", set: func(s *fixture) { s.leave = func(*githubtest.Job) error { return nil } }, reason: "metrics-missing", exit: 4},
		"the branch is gone, and no run":  {version: "1", set: func(s *fixture) { s.leave = attachMetrics }, later: func(t *testing.T, s *fixture) { s.drop(t, "refs/heads/reproduce/iris-classifier/v1") }, reason: "other-code", exit: 4},
		"the server is away":              {version: "1", later: func(_ *testing.T, s *fixture) { s.env["LATER"] = "tracking-uri=http://127.0.0.1:1" }, reason: "tracking-server-unreachable", exit: 4, open: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			if test.set != nil {
				test.set(s)
			}
			s.pullRequest(t, false)
			s.start(t, test.version)
			s.FinishAll()
			if test.later != nil {
				test.later(t, s)
			}
			said := []string{}
			if s.env["LATER"] != "" {
				said = append(said, s.env["LATER"])
			}
			s.finish(t, test.exit, said...)
			out := read(t, s.env["GITHUB_OUTPUT"])
			if !strings.Contains(out, "\n"+test.reason+"\n") || strings.Contains(out, "\nreproduced\n") {
				t.Errorf("the outputs are\n%s\nwant the reason %s", out, test.reason)
			}
			if refs := s.Refs("refs/reproduce/started/"); len(refs) != test.open {
				t.Errorf("%d trainings are to be finished, want %d", len(refs), test.open)
			}
			if len(s.Runs()) != 1 || slices.Contains(strings.Fields(s.states()), "success") {
				t.Errorf("%d trainings, and the states are %s", len(s.Runs()), s.states())
			}
		})
	}
}

// drop deletes a ref.
func (s *fixture) drop(t *testing.T, ref string) {
	t.Helper()
	gittest.Git(t, s.Dir, "update-ref", "-d", ref)
}

// TestFinish_several: each is answered, and the job ends as the worst.
func TestFinish_several(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.pullRequest(t, false)
	s.start(t, "1")
	s.start(t, "2")
	s.FinishAll()
	s.finish(t, 3)
	rows := strings.Count(strings.Join(s.answers(), ""), "<!-- reproduce-row ")
	if len(s.answers()) != 1 || rows != 2 || s.states() != "pending pending success failure" && s.states() != "pending pending failure success" {
		t.Errorf("%d comments with %d rows, the states are %s\n%s", len(s.answers()), rows, s.states(), s.log.String())
	}
	out := read(t, s.env["GITHUB_OUTPUT"])
	if last := out[strings.LastIndex(out, "verdict<<"):]; !strings.Contains(last, "\ndrifted\n") {
		t.Errorf("the last verdict is\n%s", last)
	}
}

// TestResumeInTheAction waits for what start began.
func TestResumeInTheAction(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.Looks = 5
	s.pullRequest(t, false)
	s.start(t, "1")
	s.as(t, "resume", "model=iris-classifier")
	if got := s.step(t.Context()); got != 0 || len(s.answers()) != 1 || len(s.Runs()) != 1 {
		t.Errorf("exit code %d, %d answers, %d trainings\n%s", got, len(s.answers()), len(s.Runs()), s.log.String())
	}
}
