package action

import (
	"context"
	"slices"

	"github.com/reproduce-action/reproduce/internal/github/issues"
	"github.com/reproduce-action/reproduce/internal/issue"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// keepIssues tells the night's results to the issues of their models, oldest first.
// What cannot be told is a warning: it changes no verdict.
func (s *step) keepIssues(ctx context.Context, results []repro.Result) {
	client := &issues.Client{Client: s.client}
	all, err := client.List(ctx)
	if err != nil {
		s.runner.Warning("reproduce", s.Secrets.Text("no issue was kept: "+err.Error()))
		return
	}
	results = slices.Clone(results)
	order.Stable(results, func(a, b repro.Result) int { return a.CheckedAt.Compare(b.CheckedAt) })
	for _, result := range results {
		name := result.Model().Name
		if name == "" || result.CheckedAt.IsZero() {
			continue
		}
		standing, err := s.keepIssue(ctx, client, all[name], result)
		if err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the issue of "+name+" was not kept: "+err.Error()))
			continue
		}
		all[name] = standing
	}
}

// keepIssue does for one result what was decided. The text of the issue, which also
// keeps what was told, comes before the comment: a night that ends between the two
// is told by the text, and not twice.
func (s *step) keepIssue(ctx context.Context, client *issues.Client, now *issues.Standing, result repro.Result) (*issues.Standing, error) {
	var standing *issue.Issue
	if now != nil {
		standing = &now.Issue
	}
	action, note := issue.Decide(standing, result)
	if action == issue.Leave {
		return now, nil
	}
	body, err := issues.Body(note, s.Secrets.Text(s.issueText(result)))
	if err != nil {
		return now, err
	}
	if action == issue.Open {
		opened, err := client.Open(ctx, s.Secrets.Text(report.IssueTitle(result.Model().Name)), body)
		if err != nil {
			return now, err
		}
		return opened, nil
	}
	after := *now
	after.Note, after.Open = note, action == issue.Reopen || now.Open && action != issue.Close
	if err := client.Edit(ctx, now.Number, body, now.Open, after.Open); err != nil {
		return now, err
	}
	if action != issue.Update {
		err = client.Comment(ctx, now.Number, s.Secrets.Text(report.Brief(result)))
	}
	return &after, err
}

// issueText is an issue's text: the report of the latest check, and what becomes of the
// issue.
func (s *step) issueText(result repro.Result) string {
	body, _ := report.Comment(result, s.page(result))
	return body + "\nThis issue is closed when the version reproduces with the same metrics. Where somebody closes it before, it is opened once more.\n"
}
