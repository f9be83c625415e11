package action

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// reproduce is `command: run` of the action.
func (s *step) reproduce(ctx context.Context, cfg settings.ActionSettings) error {
	if err := s.check(cfg); err != nil {
		return app.NewUsageError(err)
	}
	if !cfg.DryRun {
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
	s.markPending(ctx, cfg)
	if s.event.Name == "schedule" {
		cfg.Alpha = scheduledAlpha
	}
	_, err := s.checkOnce(ctx, cfg, "")
	return err
}

// checkOnce makes one check from end to end and publishes it. collect is the commit of a training
// that was started elsewhere, which is taken up, and none is started in its place. Without a verdict nothing
// was published.
func (s *step) checkOnce(ctx context.Context, cfg settings.ActionSettings, collect string) (repro.Result, error) {
	registry, err := s.OpenRegistry(ctx, cfg.TrackingURI)
	if err != nil {
		return repro.Result{}, err
	}
	defer registry.Close()
	p := s.NewProgress(cfg.Settings)
	p.Verbose = true // the log of a job is where people look for the steps
	checks, gaps := s.history(cfg).Read(ctx, s.App, cfg.Settings)
	doubts := slices.Concat(gaps.Notes, s.warnOfEntries(ctx, cfg, registry))
	project := app.NewHosted(s.git, cfg.Settings, p)
	project.Trainer.Asked, project.Collect = s.event.CommentAt, collect
	project.Trainer.Warn = func(text string) { doubts = append(doubts, text) }
	f := s.NewFlow(registry, project, p)
	f.Past, f.Head = app.Records(checks), s.head()
	result, err := f.Reproduce(ctx, cfg.Settings)
	result.Warnings = append(result.Warnings, doubts...)
	if code := result.Plan.Code; code.Asked == "head" && !strings.EqualFold(cfg.CodeRef, "head") {
		s.runner.Warning("reproduce", s.Secrets.Text("the original's code is not known: the code of "+code.From+" is used instead; the report says why"))
	}
	if result.Verdict == "" {
		return result, err
	}
	if about := s.aboutSecrets(); result.Reason == repro.NoPermission && result.Execution.ID == "" && about != "" {
		result.Warnings = append(result.Warnings, about)
	}
	widened := app.Widened(f.Past, result)
	if widened != "" {
		result.Warnings = append(result.Warnings, widened)
	}
	wroteBack := false
	if cfg.WriteBack && ctx.Err() == nil {
		problems := app.WriteBack(ctx, registry, result, widened)
		result.Warnings, wroteBack = append(result.Warnings, problems...), problems == nil
	}
	err = s.publish(ctx, cfg, registry, result)
	if wroteBack && ctx.Err() == nil {
		if problem := s.WriteBackReport(ctx, registry, result, cfg.OutputDir); problem != nil {
			s.runner.Warning("reproduce", s.Secrets.Text("the report's digest was not written back: "+problem.Error()))
		}
	}
	return result, err
}

// warnOfEntries warns of settings that count for no model, and may have been meant for this.
func (s *step) warnOfEntries(ctx context.Context, cfg settings.ActionSettings, registry *mlflow.Registry) []string {
	unused := s.UnusedEntries(ctx, registry, cfg.Settings)
	for _, text := range unused {
		s.runner.Warning("reproduce", text)
	}
	return unused
}

// scheduledAlpha is the chance of a false alarm that a scheduled check takes: two
// hundred models at 0.05 would be ten false alarms a night.
const scheduledAlpha = 0.01

// check refuses what a container cannot do, and what it was not told.
func (s *step) check(cfg settings.ActionSettings) error {
	switch {
	case cfg.RunCommand != "":
		return errors.New("run-command: this action runs in a container without the job's Python, DVC or make. Dispatch the training with workflow:, or put reproduce on the job's PATH with reproduce-action/reproduce/setup")
	case cfg.Ref.Name == "" && cfg.Ref.RunID == "":
		return errors.New("model: which model? give model or run-id")
	case cfg.Workflow == "":
		return errors.New("workflow: how does it train? give the file name of the training workflow, for example train.yml")
	}
	return nil
}

// dependabot says that Dependabot's pull request started this. It may have secrets of its own
// and permissions that the workflow gives it, so that its check is tried.
// https://docs.github.com/code-security/dependabot/troubleshooting-dependabot/troubleshooting-dependabot-on-github-actions
func (s *step) dependabot() bool {
	return s.event.Name == "pull_request" && s.Getenv("GITHUB_ACTOR") == "dependabot[bot]"
}

// skipFork answers for a pull request from a fork: its code is not trained with the
// project's secrets. Nothing was checked, and that is no failure of its own.
func (s *step) skipFork(ctx context.Context, cfg settings.ActionSettings) error {
	const why = "this pull request comes from a fork, whose code is not trained with the project's secrets"
	cfg.FailOn, cfg.Comment = nil, string(pullrequest.CommentOff)
	s.runner.Notice("reproduce", why)
	if cfg.DryRun { // which gives no verdict
		return nil
	}
	return s.stopped(ctx, cfg, repro.ForkWithoutSecrets, why)
}
