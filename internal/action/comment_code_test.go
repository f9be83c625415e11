package action

import (
	"strings"
	"testing"
)

// TestComment_saysOtherCode: the first sentence of a comment says which commit was trained, where
// it is not the pull request's head, or nobody said what that is.
func TestComment_saysOtherCode(t *testing.T) {
	t.Parallel()
	pull := func(ref string) func(*testing.T, *stage) {
		return func(t *testing.T, s *stage) {
			s.pull(t)
			s.env["GITHUB_SHA"] = s.Push("merge", map[string][]byte{"merged.txt": []byte("yes")})
			if s.Head(ref) != "" {
				ref = s.Head(ref)
			}
			s.run(t, "code-ref="+ref)
		}
	}
	for name, tt := range map[string]struct {
		play func(*testing.T, *stage)
		want string // what the sentence says between the commit and its end; "-" where it says nothing
	}{
		"a pull request":                 {pull(""), ", the commit the run recorded, not of this pull request's head `HEAD`"},
		"a pull request, the base":       {pull("head"), ", the head of main, not of this pull request's head `HEAD`"},
		"a pull request, its head":       {pull("feature"), "-"},
		"a pull request, GitHub's merge": {pull("merge"), "-"},
		"a comment":                      {func(t *testing.T, s *stage) { s.asked(t, "write", "/reproduce iris-classifier 1") }, ", the commit the run recorded"},
		"a place that was named": {func(t *testing.T, s *stage) {
			s.pull(t)
			s.on(t, "workflow_dispatch")
			s.run(t, "comment-target=pr/12")
		}, ", the commit the run recorded"},
		"a push": {func(t *testing.T, s *stage) {
			s.pull(t)
			s.on(t, "push")
			s.env["GITHUB_SHA"] = s.Head("feature")
			s.run(t)
		}, ", the commit the run recorded, not of this pull request's head `HEAD`"},
		"no training": {func(t *testing.T, s *stage) {
			s.pull(t)
			s.run(t, "workflow=nosuch.yml")
		}, "-"},
	} {
		s := &stage{fixture: newFixture(t)}
		s.say("version=1")
		tt.play(t, s)
		said := strings.Join(s.answers(), "\n")
		_, sentence, found := strings.Cut(said, "\n\nTrained the code of `")
		sentence, _, _ = strings.Cut(sentence, ". ")
		if len(sentence) > 8 {
			sentence = sentence[8:] // the commit
		}
		if want := strings.ReplaceAll(tt.want, "HEAD", s.Head("feature")[:7]); len(s.answers()) != 1 || found != (want != "-") || found && sentence != want {
			t.Errorf("%s: %q, want %q in\n%s", name, sentence, want, said)
		}
	}
}
