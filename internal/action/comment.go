package action

import (
	"context"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// comment puts the result into the one comment about models.
func (s *step) comment(ctx context.Context, cfg settings.ActionSettings, result repro.Result, page report.Page) (string, error) {
	number, head, err := s.target(ctx, cfg)
	if err != nil || number == 0 {
		return "", err
	}
	page.Trained, page.Head = s.trainedOther(head, result), head
	body, _ := report.Comment(result, page)
	posted, err := s.pulls.Post(ctx, pullrequest.Comment{
		Number: number,
		Row: pullrequest.Row{
			Key: rowKey(result), Verdict: result.Verdict, At: result.CheckedAt, Asked: cfg.Ref.Selector.String(), Run: s.Getenv("GITHUB_RUN_ID"),
			Line: s.Secrets.Text(report.Line(result, page)), Title: s.Secrets.Text(report.Folded(result)),
		},
		Head: several,
		Metadata: pullrequest.Metadata{
			Key: commentKey(cfg), Verdict: result.Verdict, At: result.CheckedAt,
			Run: s.Getenv("GITHUB_RUN_ID"), Commit: result.Change.Commit,
		},
		Bodies:       []string{s.Secrets.Text(body), s.Secrets.Text(report.Opening(result, page))},
		Policy:       pullrequest.CommentPolicy(cfg.Comment),
		OnlyExisting: cfg.CommentOn == "problems" && result.Verdict == repro.Reproduced,
	})
	for _, warning := range posted.Warnings {
		s.runner.Warning("reproduce", s.Secrets.Text(warning))
	}
	return posted.URL, err
}

// commentKey tells the one comment about models from others: there is one a pull request,
// or one for each comment-key.
func commentKey(cfg settings.ActionSettings) string {
	if cfg.CommentKey != "" {
		return "models/" + cfg.CommentKey
	}
	return "models"
}

// rowKey tells one model version's row from those of others.
func rowKey(result repro.Result) string {
	if model := result.Model(); model.Version != "" || result.Original.ID == "" {
		return model.Name + "/" + model.Version
	}
	return "run/" + result.Original.ID
}

// several is the head of a comment that several models share.
func several(rows []pullrequest.Row) string {
	verdicts, lines := make([]repro.Verdict, len(rows)), make([]string, len(rows))
	for i, row := range rows {
		verdicts[i], lines[i] = row.Verdict, row.Line
	}
	return report.Several(verdicts, lines)
}

// target is the pull request or issue to comment on, and the head of the pull request where
// the event says it; 0 for none.
func (s *step) target(ctx context.Context, cfg settings.ActionSettings) (number int, head string, err error) {
	if _, text, named := strings.Cut(cfg.CommentTarget, "/"); named {
		number, err = strconv.Atoi(text) // of what was started too: none/0
		if number == s.event.PullRequest {
			head = s.event.HeadSHA
		}
		return number, head, err
	}
	if cfg.CommentTarget == "none" {
		return 0, "", nil
	}
	if cfg.Comment == string(pullrequest.CommentOff) || s.event.PullRequest != 0 {
		return s.event.PullRequest, s.event.HeadSHA, nil
	}
	if s.event.Name != "push" {
		return 0, "", nil
	}
	pull, found, err := s.pulls.PullRequestOf(ctx, s.Getenv("GITHUB_SHA"))
	if err != nil || !found {
		return 0, "", err
	}
	return pull.Number, pull.Head, nil
}
