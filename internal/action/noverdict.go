package action

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// This file is about a check that ended before there was anything to judge: what an earlier
// one found must not stand as if it were this one's.

// tellNoVerdict says to later steps, and in the job summary, why there is no verdict. What was
// said already stays.
func (s *step) tellNoVerdict(ctx context.Context, err error) {
	if errors.As(err, new(app.VerdictError)) || ctx.Err() != nil {
		return
	}
	why := printable.Lines(s.Secrets.Text(err.Error()))
	var problem error
	if !s.runner.HasOutput("summary") {
		problem = s.runner.SetOutput("summary", why)
	}
	if s.values["job-summary"] != "false" && !s.runner.HasSummary() {
		problem = errors.Join(problem, s.runner.Summary(s.Secrets.Text(report.NoVerdict(why))))
	}
	if problem != nil {
		s.runner.Warning("reproduce", s.Secrets.Text("why there is no verdict was not told: "+problem.Error()))
	}
	if cfg, ok := s.failed(); ok && !errors.Is(err, app.ErrNotOver) {
		s.commentNoVerdict(ctx, cfg, why)
	}
}

// noVerdictTime is how long it may take to say on GitHub that there is no verdict: GitHub may
// be what failed.
const noVerdictTime = 20 * time.Second

// failed gives what is known of a check that came to no verdict, where an earlier one of its
// model may stand on GitHub. A configuration that cannot be read counts for nothing. A
// comment is answered in words of its own; a fork's job may write nothing.
func (s *step) failed() (settings.ActionSettings, bool) {
	fork := s.event.Fork() && s.event.Name == "pull_request"
	if s.pulls == nil || s.event.Name == "issue_comment" || fork || s.dry() || !slices.Contains([]string{"run", "start"}, s.command()) {
		return settings.ActionSettings{}, false
	}
	cfg := s.cfg
	if cfg.Command == "" {
		known := settings.Values{}
		for _, name := range []string{"model", "run-id", "comment", "comment-target", "comment-key", "commit-status"} {
			one := settings.Values{name: s.values[name]}
			if _, err := one.ActionSettings(s.command()); err == nil {
				known[name] = s.values[name]
			}
		}
		cfg, _ = known.ActionSettings(s.command())
		if version := s.values["version"]; version != "" && cfg.Ref.Name != "" { // which may be what is wrong
			cfg.Ref.Selector = repro.Selector{Kind: repro.SelectWord, Text: printable.OneLine(version, 80)}
		}
	}
	return cfg, cfg.Ref.Name != "" || cfg.Ref.RunID != ""
}

// commentNoVerdict puts into the comment on the pull request, where there is one, that the
// latest check of the model came to nothing. It makes none: the job that failed is told
// of by GitHub.
func (s *step) commentNoVerdict(ctx context.Context, cfg settings.ActionSettings, why string) {
	ctx, done := context.WithTimeout(ctx, noVerdictTime)
	defer done()
	number, head, err := s.target(ctx, cfg)
	if err == nil && number > 0 && cfg.Comment != string(pullrequest.CommentOff) {
		asked, key := repro.ModelVersion{RunID: cfg.Ref.RunID}, "run/"+cfg.Ref.RunID
		if cfg.Ref.Name != "" {
			asked = repro.ModelVersion{Name: cfg.Ref.Name, Version: cfg.Ref.Selector.String()}
			key = asked.Name + "/" + strings.ReplaceAll(asked.Version, "/", "_")
		}
		page := s.page(repro.Result{})
		page.Head = head
		body, line, title := report.NoVerdictComment(asked, why, page)
		now := s.Now().UTC()
		_, err = s.pulls.Post(ctx, pullrequest.Comment{
			Number: number, Head: several, Bodies: []string{s.Secrets.Text(body)},
			Row: pullrequest.Row{
				Key: key, Verdict: repro.Unverified, At: now, None: true,
				Asked: asked.Version, Run: s.Getenv("GITHUB_RUN_ID"), Line: s.Secrets.Text(line), Title: s.Secrets.Text(title),
			},
			Metadata:     pullrequest.Metadata{Key: commentKey(cfg), Verdict: repro.Unverified, At: now, Run: s.Getenv("GITHUB_RUN_ID")},
			Policy:       pullrequest.CommentPolicy(cfg.Comment),
			OnlyExisting: true,
		})
	}
	if err != nil {
		fmt.Fprintln(s.Stderr, "  the comment does not say that there is no verdict:", printable.Line(s.Secrets.Text(err.Error())))
	}
}
