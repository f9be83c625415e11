package action

import (
	"slices"
	"strings"
	"testing"
)

// TestStep_permissionLines: the lines to copy, where a comment is refused, are YAML that holds:
// each permission once, and on an issue no permission for pull requests.
func TestStep_permissionLines(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		target string
		want   []string
	}{
		"a pull request": {"", []string{"actions: write", "contents: write", "pull-requests: write", "statuses: write"}},
		"an issue":       {"issue/4", []string{"actions: write", "contents: write", "issues: write", "statuses: write"}},
	} {
		s := &stage{fixture: newFixture(t)}
		s.pull(t)
		s.deny("pull-requests")
		s.say("version=1", "commit-status=true", "comment-target="+test.target)
		s.run(t)
		_, lines, _ := strings.Cut(s.log.String(), "permissions:\n")
		var got []string
		for line := range strings.Lines(lines) {
			if !strings.HasPrefix(line, "      ") {
				break
			}
			got = append(got, strings.TrimSpace(line))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q\n%s", name, got, test.want, s.log.String())
		}
		if !strings.Contains(s.log.String(), "the token has to have "+strings.Join(test.want, ", ")) {
			t.Errorf("%s: the log is\n%s", name, s.log.String())
		}
	}
}
