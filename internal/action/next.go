package action

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/nextstep"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// page is what stands around the result: where it was checked, and what to do
// next and to check again in the words of the place where it is read. A command
// line is of no use to somebody in front of a pull request.
func (s *step) page(result repro.Result) report.Page {
	page := report.Page{Full: "the job summary", Next: s.next(result)}
	if server, repository, run := s.Getenv("GITHUB_SERVER_URL"), s.Getenv("GITHUB_REPOSITORY"), s.Getenv("GITHUB_RUN_ID"); server != "" {
		page.Repository = server + "/" + repository
		if run != "" {
			page.Job = page.Repository + "/actions/runs/" + run
		}
	}
	page.Again = s.commentAgain(result, nil)
	return page
}

// permissions are all that the command with these settings takes of its token.
func (s *step) permissions(cfg settings.ActionSettings) []string {
	if cfg.Command == "report" {
		needs := []string{"contents: read"}
		if cfg.HistoryBranch != "" {
			needs[0] = "contents: write"
		}
		if cfg.Issue != "off" {
			needs = append(needs, "issues: write")
		}
		return needs
	}
	needs := []string{"actions: write", "contents: write"}
	target, _, _ := strings.Cut(cfg.CommentTarget, "/")
	comments := cfg.Comment != string(pullrequest.CommentOff) && target != "none" && cfg.Command != "start"
	switch {
	case comments && target == "issue":
		needs = append(needs, "issues: write")
	case comments && (target == "pr" || s.event.PullRequest != 0), s.request != nil:
		needs = append(needs, "pull-requests: write")
	}
	if cfg.CommitStatus {
		needs = append(needs, "statuses: write")
	}
	return needs
}

// commentAgain is the comment that makes the same check again, with more said where
// more is given; "" where nobody listens to comments.
func (s *step) commentAgain(result repro.Result, more settings.Values) string {
	if s.request == nil {
		return ""
	}
	return formatSlash(more.Over(s.request), result.Model().Name, result.Model().Version)
}

// next is the one step that helps now, in the words of a page.
func (s *step) next(result repro.Result) repro.NextStep {
	advice := s.client.Advice()
	return nextstep.Page{
		Comment: func(more settings.Values) string { return s.commentAgain(result, more) },
		Anybody: formatSlash(settings.Values{}, result.Model().Name, ""),
		Where:   advice.Where, Lines: advice.Lines,
	}.Step(result)
}
