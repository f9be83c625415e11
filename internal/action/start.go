package action

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github/workflow"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/runner"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// start is `command: start` of the action: it dispatches the training and ends, so that no
// runner waits for hours. What finish must know is kept in the repository.
func (s *step) start(ctx context.Context, cfg settings.ActionSettings) error {
	if err := s.check(cfg); err != nil {
		return app.NewUsageError(err)
	}
	if !cfg.DryRun { // finish is to have a place for its report
		if err := s.Prepare(cfg.Settings); err != nil {
			return err
		}
	}
	if err := s.checkNamed(ctx, cfg); err != nil {
		return err
	}
	if s.untrusted(cfg) {
		return s.skipFork(ctx, cfg)
	}
	s.client.SetPermissions(s.permissions(cfg)...)
	if cfg.DryRun {
		return s.dryRun(ctx, cfg)
	}
	if doubt, ok := repro.AsDoubt(s.preflight(ctx, cfg)); ok {
		return s.stopped(ctx, cfg, doubt.Reason, doubt.Error())
	}
	answer, _, err := s.target(ctx, cfg)
	if err != nil {
		return err
	}
	s.markPending(ctx, cfg)
	registry, err := s.OpenRegistry(ctx, cfg.TrackingURI)
	if err != nil {
		return err
	}
	defer registry.Close()
	s.warnOfEntries(ctx, cfg, registry)
	p := s.NewProgress(cfg.Settings)
	p.Verbose = true
	project := app.NewHosted(s.git, cfg.Settings, p)
	project.Trainer.Asked, project.Trainer.Reuse = s.event.CommentAt, -1 // what is over and answered was another check
	project.Trainer.Replace = answerPlace(cfg, answer)
	project.Trainer.Warn = func(text string) { s.runner.Warning("reproduce", s.Secrets.Text(text)) }
	f := s.NewFlow(registry, project, p)
	f.Head = s.head()
	if s.event.Name == "schedule" {
		cfg.Alpha = scheduledAlpha
	}
	result, err := f.Start(ctx, cfg.Settings, func(ctx context.Context, plan repro.Plan, change repro.Change) (repro.Execution, error) {
		return project.Trainer.Start(ctx, plan, change, s.started(cfg, plan, change, answer))
	})
	switch {
	case err != nil:
		return err
	case result.Verdict != "": // a doubt: nothing was started
		return s.publish(ctx, cfg, registry, result)
	}
	s.pending = nil // finish says how it ended
	text := report.Started(result, s.page(result))
	problem := errors.Join(
		s.Print("Started "+result.Execution.URL+"; command: finish answers when it is over\n"),
		s.runner.SetResult(result, runner.Published{Summary: s.Secrets.Text("the training was started: " + result.Execution.URL)}))
	if cfg.JobSummary {
		if err := s.runner.Summary(s.Secrets.Text(text)); err != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the job summary was not written: "+err.Error()))
		}
	}
	return problem
}

// answerPlace is where finish answers: pr/12; none/0 for nowhere.
func answerPlace(cfg settings.ActionSettings, answer int) string {
	kind, _, _ := strings.Cut(cfg.CommentTarget, "/")
	switch {
	case answer == 0:
		kind = "none"
	case kind != "issue":
		kind = "pr"
	}
	return fmt.Sprintf("%s/%d", kind, answer)
}

// started is what finish must know.
func (s *step) started(cfg settings.ActionSettings, plan repro.Plan, change repro.Change, answer int) workflow.Started {
	started := workflow.Started{
		Model: plan.Model.Name, Version: plan.Model.Version, RunID: plan.Original.ID,
		Code: plan.Code.Commit, Branch: change.Branch, Workflow: plan.Workflow, Schedule: s.event.Name == "schedule",
		Directory: plan.Directory,
	}
	if answer > 0 {
		started.Answer = answerPlace(cfg, answer)
	}
	if cfg.CommitStatus {
		started.Mark = s.markOf(cfg).commit
	}
	return started
}
