package action

import (
	"context"
	"errors"
	"regexp"
	"slices"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// This file is about code of strangers: which jobs may train it, with the project's secrets.

// wholeCommit is a commit's id, of SHA-1 or SHA-256, that is no start of one.
var wholeCommit = regexp.MustCompile(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)

// ownCode are the values of code-ref that are the project's own code.
var ownCode = []string{"", "original", "head"}

// untrusted says that a fork's pull request, or a run of a fork's, started this: it has no
// secrets, or has them, with pull_request_target or workflow_run, and asks for other code
// than the project's.
func (s *step) untrusted(cfg settings.ActionSettings) bool {
	return s.event.Fork() && (s.event.Name == "pull_request" || !slices.Contains(ownCode, cfg.CodeRef))
}

// checkNamed refuses a comment on a fork's pull request other code than the project's, unless
// the comment itself names the commit whole: whoever wrote it has seen that one. A branch or
// the start of an id may be another commit by now, and what the workflow names, nobody
// looked at.
func (s *step) checkNamed(ctx context.Context, cfg settings.ActionSettings) error {
	if s.event.Name != "issue_comment" || slices.Contains(ownCode, cfg.CodeRef) || wholeCommit.MatchString(s.request["code-ref"]) {
		return nil
	}
	pull, err := s.pulls.PullRequest(ctx, s.event.PullRequest)
	if err != nil {
		return err
	}
	if !pull.Fork {
		return nil
	}
	return app.NewUsageError(errors.New("code-ref: this pull request comes from a fork, whose code is trained only where the comment names its commit; " +
		"look at the commit, and add --code-ref with all digits of it"))
}
