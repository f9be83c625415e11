package action

import (
	"context"
	"strings"

	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/judge"
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
	// A status has room for one sentence: the numbers.
	short := strings.TrimPrefix(report.Sentence(result), judge.UnknownSpread(result.Comparison)+" ")
	return s.pulls.SetStatus(ctx, sha, pullrequest.Status{
		State: state, Context: "reproduce / " + result.Model().Label(), Description: s.Secrets.Text(short), URL: s.page(result).Job,
	})
}
