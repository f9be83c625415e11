package action

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
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

// permissions are all that a check with these settings takes of its token.
func (s *step) permissions(cfg settings.ActionSettings) []string {
	needs := []string{"contents: write", "actions: write"}
	target, _, _ := strings.Cut(cfg.CommentTarget, "/")
	comments := cfg.Comment != string(pullrequest.CommentOff) && target != "none"
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

// next is the one step that helps now.
func (s *step) next(result repro.Result) report.NextStep {
	again := s.commentAgain(result, nil)
	advice := s.client.Advice()
	switch {
	case advice.Lines != "" && (result.Reason == repro.NoPermission || result.Reason == repro.PipelineNotStarted):
		return report.NextStep{Before: "add to " + advice.Where, Lines: advice.Lines}
	case result.Verdict == repro.Drifted && len(result.Repeats) == 0:
		const why = "to measure how much these metrics vary by themselves"
		if comment := s.commentAgain(result, settings.Values{"repeats": "5"}); comment != "" {
			return report.NextStep{Before: "comment", Code: comment, After: ", " + why}
		}
		return report.NextStep{Before: "add", Code: "repeats: 5", After: " to the action's inputs, " + why}
	case result.Reason == repro.ForkWithoutSecrets:
		comment := formatSlash(settings.Values{}, result.Model().Name, "")
		if comment == "" {
			return report.NextStep{}
		}
		return report.NextStep{Before: "if the repository has the workflow for comments, somebody with write permission can comment", Code: comment}
	case result.Reason == repro.Cancelled:
		return report.NextStep{Before: "re-run the workflow run; it continues from what is already done"}
	case result.Reason == repro.PipelineTimedOut:
		return report.NextStep{Before: "when the training is over, re-run the workflow run within the hour; it takes up that training"}
	case result.Reason == repro.PipelineFailed && again != "":
		return report.NextStep{Before: "fix the error that the training's log shows, then comment", Code: again}
	case result.Reason == repro.PipelineFailed:
		return report.NextStep{Before: "fix the error that the training's log shows, then re-run the workflow run"}
	}
	return report.NextStep{}
}
