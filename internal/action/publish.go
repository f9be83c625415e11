package action

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/runner"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// publish says the result in every place it belongs to, and saves it last: a
// full disk is in nobody's way. What cannot be said somewhere is a warning: it
// changes neither the verdict nor the exit code.
func (s *step) publish(ctx context.Context, cfg settings.ActionSettings, registry *mlflow.Registry, result repro.Result) error {
	began := ctx.Err() // a result that says itself that the job was cancelled is whole
	out, done := app.Outlive(ctx, cancelledPublishTime)
	defer done()
	marks, marked := app.Outlive(ctx, cancelledPublishTime+markTime) // whatever the comment took
	defer marked()
	result = redact.Copy(s.Secrets, result)
	page := s.page(result)
	if page.Head = s.event.HeadSHA; page.Head != "" && s.event.PullRequest != 0 {
		page.Trained = s.trainedOther(page.Head, result)
	}
	sentence := report.Sentence(result)
	printErr := s.Print(report.Terminal(result, terminal.Style{}))
	url, err := s.comment(out, cfg, result, page)
	if err != nil {
		s.warn(&result, "the comment was not posted: "+err.Error())
	}
	if cfg.CommitStatus {
		if err := s.markResult(marks, cfg, result); err != nil {
			s.warn(&result, "the commit status was not set: "+err.Error())
		}
	}
	if cfg.JobSummary {
		summary, _ := report.Summary(result, page)
		if err := s.runner.Summary(s.Secrets.Text(summary)); err != nil {
			s.warn(&result, "the job summary was not written: "+err.Error())
		}
	}
	if err := s.runner.SetResult(result, runner.Published{Summary: s.Secrets.Text(sentence), CommentURL: url}); err != nil {
		s.warn(&result, "an output was not set: "+err.Error())
	}
	saved := strings.TrimSuffix(cfg.OutputDir, "/") + "/" + reportjson.File
	if err := s.SaveFiles(cfg.OutputDir, s.files(result, page)); err != nil {
		s.warn(&result, "the report was not saved: "+err.Error())
		saved = ""
	}
	if err := s.runner.SetOutput("report-path", saved); err != nil {
		s.warn(&result, "an output was not set: "+err.Error())
	}
	if err := s.runner.SetOutput("statement-path", s.state(ctx, cfg, registry, result)); err != nil {
		s.warn(&result, "an output was not set: "+err.Error())
	}
	switch {
	case printErr != nil:
		return fmt.Errorf("print the report: %w", printErr)
	case began != nil && result.Reason == repro.Cancelled:
		return context.Cause(ctx)
	case ctx.Err() != nil:
		s.runner.Warning("reproduce", "the job was cancelled while its result was being published; run it again")
		return context.Cause(ctx)
	case s.dependabot() && result.Reason == repro.NoPermission:
		s.runner.Notice("reproduce", "Dependabot's pull request has a token that only reads, and only Dependabot's own secrets. Nothing was checked, and that is no failure")
	case cfg.Fails(result.Verdict):
		s.runner.Error(judge.Headline(result), s.Secrets.Text(sentence))
		return app.NewVerdictError(result.Verdict)
	}
	return nil
}

// state writes the statement, if one is wanted, and gives its path; "" where there is none.
func (s *step) state(ctx context.Context, cfg settings.ActionSettings, registry *mlflow.Registry, result repro.Result) string {
	if cfg.Statement == "" {
		return ""
	}
	notes, err := s.WriteStatement(ctx, registry, cfg.Settings, result)
	if err != nil {
		notes = append(notes, err.Error())
	}
	for _, note := range notes {
		s.warn(&result, note)
	}
	if err != nil {
		return ""
	}
	return cfg.Statement
}

func (s *step) warn(result *repro.Result, text string) {
	text = s.Secrets.Text(text)
	result.Warnings = append(result.Warnings, text)
	s.runner.Warning("reproduce", text)
}

// files are what is saved for the next step and for people.
func (s *step) files(result repro.Result, page report.Page) map[string]string {
	files := map[string]string{}
	if document, err := reportjson.Encode(result); err == nil {
		files[reportjson.File] = string(document)
	}
	files["report.md"], _ = report.Summary(result, page)
	return files
}

// cancelledPublishTime is how long all of it may take once the job is cancelled: the
// runner kills the container less than ten seconds after it said so.
const cancelledPublishTime = 4 * time.Second
