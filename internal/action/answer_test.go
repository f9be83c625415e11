package action

import (
	"strings"
	"testing"
	"time"
)

// answers are the comments of ours on the pull request.
func (s *fixture) answers() (bodies []string) {
	for _, comment := range s.Comments(12) {
		if comment.Author == s.Login {
			bodies = append(bodies, comment.Body)
		}
	}
	return bodies
}

// TestAnswers: a mistake is answered in words, with the name that was meant, and help in
// a table. Nothing is trained, and of several answers the latest stands.
func TestAnswers(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.Permit("ada", "write")
	for _, story := range []struct {
		comment  string
		exit     int
		says     []string
		reaction string
	}{
		{"/reproduce help", 0, []string{"What a comment can say", "`/reproduce MODEL VERSION`", "`--code-ref REF`"}, "eyes"},
		{"/reproduce --help", 0, []string{"What a comment can say"}, "eyes"},
		{"/reproduce", 2, []string{"Nothing was checked", "which model?", "`/reproduce help`"}, "confused"},
		{"/reproduce iris-clasifier 1", 1, []string{"Nothing was checked", "did you mean", "iris-classifier"}, "confused"},
		{"/reproduce iris-classifier prodution", 1, []string{"candidate", "production"}, "confused"},
		{"/reproduce iris-classifier --repeat 3", 2, []string{"did you mean `--repeats`?"}, "confused"},
		{"/reproduce iris-classifier --repeats many", 2, []string{"auto"}, "confused"},
		{"/reproduce <!--x--> @octocat [a](http://b) 1", 2, []string{"Nothing was checked"}, "confused"},
	} {
		s.Elapse(time.Minute)
		s.comment(t, "ada", story.comment)
		if got := s.step(t.Context()); got != story.exit {
			t.Errorf("%s: exit code %d, want %d\n%s", story.comment, got, story.exit, s.log.String())
		}
		bodies := s.answers()
		if len(bodies) != 1 {
			t.Fatalf("%s: %d answers, want the latest alone: %q", story.comment, len(bodies), bodies)
		}
		for _, want := range story.says {
			if !strings.Contains(bodies[0], want) {
				t.Errorf("%s: the answer has not %q\n%s", story.comment, want, bodies[0])
			}
		}
		if strings.Contains(bodies[0], "@octocat") && !strings.Contains(bodies[0], "`") {
			t.Errorf("%s: somebody is mentioned\n%s", story.comment, bodies[0])
		}
		reactions := s.Reactions()
		if last := reactions[len(reactions)-1]; last.Content != story.reaction {
			t.Errorf("%s: the reaction is %s, want %s", story.comment, last.Content, story.reaction)
		}
	}
	if runs := len(s.Runs()); runs != 0 {
		t.Errorf("%d trainings", runs)
	}
	s.comment(t, "mallory", "/reproduce help")
	before := len(s.Comments(12))
	if got := s.step(t.Context()); got != 0 || len(s.Comments(12)) != before {
		t.Errorf("a stranger got an answer: exit code %d", got)
	}
}

// TestMark: a status that a branch can require has no version in its name, is pending
// while the check runs, and never stays so.
func TestMark(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		version, key string
		states       string
		context      string
		exit         int
	}{
		"it came back":       {"1", "", "pending success", "reproduce / iris-classifier", 0},
		"another version":    {"2", "", "pending failure", "reproduce / iris-classifier", 3},
		"two in one request": {"1", "seed 2", "pending success", "reproduce / iris-classifier (seed 2)", 0},
		"no such version":    {"9", "", "pending error", "reproduce / iris-classifier", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture(t)
			s.pullRequest(t, false)
			s.env["INPUT_VERSION"], s.env["INPUT_COMMIT-STATUS"], s.env["INPUT_COMMENT-KEY"] = test.version, "true", test.key
			if got := s.step(t.Context()); got != test.exit {
				t.Fatalf("exit code %d, want %d\n%s", got, test.exit, s.log.String())
			}
			var states []string
			for _, status := range s.Statuses() {
				states = append(states, status.State)
				if status.Context != test.context || status.Commit != s.Head("feature") || status.URL == "" {
					t.Errorf("the status is %+v, want the context %q", status, test.context)
				}
			}
			if got := strings.Join(states, " "); got != test.states {
				t.Errorf("the states are %s, want %s", got, test.states)
			}
		})
	}
}

// TestSlashUsage: each flag of a comment is told in words of its own, and none speaks of
// commands or settings that a comment has not.
func TestSlashUsage(t *testing.T) {
	t.Parallel()
	usage := slashUsage()
	if want := 3 + len(slashOptions); len(usage) != want {
		t.Errorf("%d forms, want %d", len(usage), want)
	}
	for _, u := range usage {
		if u.Means == "" {
			t.Errorf("%s: no words", u.Form)
		}
		for _, foreign := range []string{"min-interval", "list", "prints", "audit", "command"} {
			if strings.Contains(u.Means, foreign) {
				t.Errorf("%s: %s speaks of %s", u.Form, u.Means, foreign)
			}
		}
	}
}
