package github

import (
	"strings"
	"testing"
)

// TestAdvice: the lines to copy have each permission once, and of two that do, the one that the
// check asks for anyway.
func TestAdvice(t *testing.T) {
	t.Parallel()
	const comment = "pull-requests: write" + EitherOf + "issues: write"
	for name, test := range map[string]struct {
		check []string // what the check takes
		need  string   // what was refused
		want  string
	}{
		"nothing said":            {nil, "contents: read", "contents: read"},
		"a comment alone":         {nil, comment, "pull-requests: write"},
		"on a pull request":       {[]string{"actions: write", "pull-requests: write"}, comment, "actions: write, pull-requests: write"},
		"on an issue":             {[]string{"issues: write", "actions: write"}, comment, "actions: write, issues: write"},
		"reading what is written": {[]string{"contents: write"}, "contents: read", "contents: write"},
		"writing what is read":    {[]string{"contents: read"}, "contents: write", "contents: write"},
		"another":                 {[]string{"contents: write"}, "statuses: write", "contents: write, statuses: write"},
		"twice":                   {[]string{"contents: write", "contents: read", "contents: write"}, "contents: write", "contents: write"},
	} {
		c, err := New(Options{Repository: "octo/churn", Token: "a"})
		if err != nil {
			t.Fatal(err)
		}
		c.SetPermissions(test.check...)
		err = c.missingPermission(&StatusError{Operation: "do it", Status: 403}, test.need)
		if !strings.HasSuffix(err.Error(), "the token has to have "+test.want) {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
		if got, want := c.Advice().Lines, "permissions:\n  "+strings.ReplaceAll(test.want, ", ", "\n  "); got != want {
			t.Errorf("%s: the lines are\n%s\nwant\n%s", name, got, want)
		}
	}
}
