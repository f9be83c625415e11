package action

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/github/issues"
	"github.com/reproduce-action/reproduce/internal/issue"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
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
	order.Stable(results, func(a, b repro.Result) int { // of one instant, the first is told
		return cmp.Or(a.CheckedAt.Compare(b.CheckedAt), status.Compare(repro.Past{Verdict: b.Verdict}, repro.Past{Verdict: a.Verdict}))
	})
	var names []string
	of := map[string][]repro.Result{}
	for _, result := range results {
		name := result.Model().Name
		if name == "" || result.CheckedAt.IsZero() {
			continue
		}
		if !status.Credible(result.CheckedAt, s.Now()) {
			s.runner.Warning("reproduce", s.Secrets.Text("the issue of "+name+" was not kept: its check is dated ahead of the clock; set the clock of the machine that made it, and check again"))
			continue
		}
		if of[name] == nil {
			names = append(names, name)
		}
		of[name] = append(of[name], result)
	}
	for _, name := range names {
		if err := s.keepIssue(ctx, client, all[name], of[name]); err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the issue of "+name+" was not kept: "+err.Error()))
		}
	}
}

// keepIssue does for the results of one model what was decided. The text of the issue, which
// also keeps what was told, comes before the comment: a night that ends between the two
// is told by the text, and not twice.
func (s *step) keepIssue(ctx context.Context, client *issues.Client, now *issues.Existing, results []repro.Result) error {
	var standing *issue.Issue
	if now != nil {
		standing = &now.Issue
	}
	action, note, told := issue.DecideAll(standing, results)
	if action == issue.Leave {
		return nil
	}
	shown := issue.Shown(results)
	body, err := issues.Body(note, s.Secrets.Text(s.issueText(shown, told)))
	if err != nil {
		return err
	}
	if action == issue.Open {
		opened, err := client.Open(ctx, s.Secrets.Text(report.IssueTitle(shown.Model().Name)), body)
		if err != nil || len(told) == 1 { // the text has that one
			return err
		}
		return s.tell(ctx, client, opened.Number, told)
	}
	open := action == issue.Reopen || now.Open && action != issue.Close
	if err := client.Edit(ctx, now.Number, body, now.Open, open); err != nil || action == issue.Update {
		return err
	}
	return s.tell(ctx, client, now.Number, told)
}

// tell comments on an issue what checks found.
func (s *step) tell(ctx context.Context, client *issues.Client, number int, told []issue.Mention) error {
	var brief []string
	for _, result := range told[max(0, len(told)-maxBriefs):] {
		brief = append(brief, report.Brief(result.Result))
		if result.Beside != "" {
			brief = append(brief, report.Paragraph(result.Beside))
		}
	}
	return client.Comment(ctx, number, s.Secrets.Text(strings.Join(brief, "\n")))
}

// maxBriefs is of how many checks one comment tells: the latest.
const maxBriefs = 10

// issueText is an issue's text: the report of the latest check, what the comment says of
// tolerances, and what becomes of the issue.
func (s *step) issueText(result repro.Result, told []issue.Mention) string {
	body, _ := report.Comment(result, s.page(result))
	for _, t := range told {
		if t.Beside != "" {
			body += "\n" + report.Paragraph(t.Beside)
		}
	}
	return body + "\nThis issue is closed when the version reproduces with the same metrics. Where somebody closes it before, it is opened once more.\n"
}
