package action

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// checkRequests is how many requests a check takes of GitHub, looks at the run apart.
const checkRequests = 20

// dryRun looks at all that a check needs, and at what it would do. It writes nothing
// but the log and the job summary, and ends with an error where the check would not
// come to train.
func (s *step) dryRun(ctx context.Context, cfg settings.ActionSettings) error {
	dry := report.DryRun{}
	var problems []error
	stop := func(what string, err error) {
		problems = append(problems, err)
		dry.Add(what, s.Secrets.Text(err.Error()), report.LookStops)
	}
	lacking, known := s.lacking(ctx, cfg)
	switch {
	case len(lacking) > 0:
		err := s.client.Lacking(lacking)
		dry.Lines = s.client.Advice().Lines
		if !slices.ContainsFunc(lacking, func(need string) bool { return !publishes(need) }) {
			dry.Add("permissions", err.Error()+"; the check goes on without", report.LookDoubt)
		} else {
			stop("permissions", err)
		}
	case known:
		dry.Add("permissions", "the job has "+strings.Join(s.permissions(cfg), ", "), report.LookFine)
	default:
		dry.Add("permissions", "the job needs "+strings.Join(s.permissions(cfg), ", ")+"; its workflow does not say whether it has them", report.LookDoubt)
	}
	if empty := s.aboutSecrets(); empty != "" {
		dry.Add("secrets", empty, report.LookDoubt)
	} else {
		dry.Add("secrets", "none that the workflow sets is empty", report.LookFine)
	}
	if plan, ok := s.planned(ctx, cfg, &dry, stop); ok {
		shown := redact.Copy(s.Secrets, report.Planned{Plan: plan, Hosted: true})
		if cfg.Repeats > 1 {
			shown.Price = flow.Price(plan.Original, cfg.Repeats, false)
		}
		dry.Plan = report.Plan(shown, terminal.Style{})
		dry.Add("budget", s.budget(cfg, plan), report.LookFine)
	}
	if number, _, _ := s.target(ctx, cfg); number > 0 && number != s.event.PullRequest && cfg.Comment != string(pullrequest.CommentOff) && s.pulls.NoPlace(ctx, number) {
		dry.Add("comment", fmt.Sprintf("there is no pull request or issue #%d, or the token may not see it; the check goes on without", number), report.LookDoubt)
	}
	if cfg.JobSummary {
		if err := s.runner.Summary(s.Secrets.Text(dry.Page())); err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the job summary was not written: "+err.Error()))
		}
	}
	return errors.Join(s.Print(dry.Terminal(terminal.Style{})), errors.Join(problems...))
}

// planned is what a check would do, where its branch and its workflow let it: all that stops it
// is told.
func (s *step) planned(ctx context.Context, cfg settings.ActionSettings, dry *report.DryRun, stop func(string, error)) (plan repro.Plan, ok bool) {
	registry, err := s.OpenRegistry(ctx, cfg.TrackingURI)
	if err != nil {
		stop("plan", err)
		return plan, false
	}
	defer registry.Close()
	p := s.NewProgress(cfg.Settings)
	project := app.NewHosted(s.git, cfg.Settings, p)
	project.Trainer.Warn = func(text string) { dry.Add("warning", s.Secrets.Text(text), report.LookDoubt) }
	f := s.NewFlow(registry, project, p)
	f.Head = s.head()
	if plan, err = f.DryRun(ctx, cfg.Settings); err != nil {
		stop("plan", err)
		return plan, false
	}
	for _, text := range s.UnusedEntries(ctx, registry, cfg.Settings) {
		dry.Add("configuration", text, report.LookDoubt)
	}
	dry.Add("MLflow", "answers, and has "+plan.Model.Label(), report.LookFine)
	ok = true
	if err := project.Trainer.Client.LookAtBranch(ctx, plan); err != nil {
		stop("branch", err)
		ok = false
	} else {
		dry.Add("branch", "no other work is on "+plan.Branch, report.LookFine)
	}
	if err := project.Trainer.Preflight(ctx, plan); err != nil {
		dry.Lines = s.client.Advice().Lines
		stop("workflow", err)
		return plan, false
	}
	dry.Add("workflow", cfg.Workflow+" can be dispatched on this code, and its run be found", report.LookFine)
	return plan, ok
}

// budget says what a check takes of this hour's requests, and of the time that the job
// may wait.
func (s *step) budget(cfg settings.ActionSettings, plan repro.Plan) string {
	text := fmt.Sprintf("the check waits at most %s", cfg.Timeout)
	if took := plan.Original.Ended.Sub(plan.Original.Started); !plan.Original.Ended.IsZero() && took > 0 {
		text += fmt.Sprintf("; the original trained for %s", took.Round(time.Second))
	}
	if left, known := s.client.RequestsLeft(); known {
		text += fmt.Sprintf("; %d requests are left in this hour, of which it takes about %d", left, checkRequests)
	}
	return text
}
