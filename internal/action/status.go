package action

import (
	"context"

	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// status marks the commit that people look at: the pull request's head, else
// the workflow's.
func (s *step) status(ctx context.Context, result repro.Result) error {
	sha := s.event.HeadSHA
	if sha == "" {
		sha = s.Getenv("GITHUB_SHA")
	}
	state := map[repro.Verdict]string{repro.Reproduced: "success", repro.Drifted: "failure"}[result.Verdict]
	if state == "" {
		state = "error"
	}
	return s.pulls.SetStatus(ctx, sha, pullrequest.Status{
		State: state, Context: "reproduce / " + result.Model().Label(), Description: s.Secrets.Text(report.Sentence(result)), URL: s.page(result).Job,
	})
}
